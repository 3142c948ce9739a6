import type { ByteReader } from './byte-reader.ts'

export type NativeFormat = 'gzip' | 'deflate-raw'

/** Small pieces, because some browsers unpack a whole piece before they ask whether anybody wants it: at most 1032 times as much. */
const PIECE_BYTES = 1 << 16
/** Pieces that may be unpacked before they are wanted: each is some tens of kilobytes. */
const READS_AHEAD = 4

/**
 * What the platform's decoder makes of `input`: it works in another thread, and faster than any script. When it fails, or `isConfirmed`
 * does not find its result to be all there is, by the size of the result and the last four bytes read, `own` has another look from the start
 * and gives what is behind the bytes already given, or the error: platforms differ in both.
 */
export async function* nativelyFirst(
  format: NativeFormat, input: ByteReader, open: () => ByteReader, isConfirmed: (size: number, tail: Uint8Array) => boolean,
  own: (input: ByteReader) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const native = createNative(format)
  if (!native) {
    yield* own(input)
    return
  }
  const pieces = new TailedPieces(input)
  let numGiven = 0
  try {
    for await (const piece of piped(pieces, native)) {
      numGiven += piece.length
      yield piece
    }
    if (isConfirmed(numGiven, pieces.tail)) return
  } catch {
    // Whatever it is, the other decoder meets it too or knows better.
  }
  await input.close()
  for await (const piece of own(open())) {
    const numKnown = Math.min(numGiven, piece.length)
    numGiven -= numKnown
    if (numKnown < piece.length) yield piece.subarray(numKnown)
  }
}

function createNative(format: NativeFormat): DecompressionStream | undefined {
  if (typeof DecompressionStream === 'undefined') return undefined
  try {
    return new DecompressionStream(format)
  } catch {
    // This format it does not know.
    return undefined
  }
}

async function* piped(pieces: TailedPieces, native: DecompressionStream): AsyncGenerator<Uint8Array, void> {
  const readable = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const piece = await pieces.next()
      if (piece) controller.enqueue(piece)
      else controller.close()
    },
  }, { highWaterMark: 0 })
  const reader = readable.pipeThrough(native).getReader()
  // Some reads are asked for ahead, so that the other thread unpacks while this one works on what it has.
  const ahead: Promise<ReadableStreamReadResult<Uint8Array>>[] = []
  const ask = (): void => {
    const read = reader.read()
    // Told when its turn comes.
    read.catch(() => undefined)
    ahead.push(read)
  }
  try {
    for (let i = 0; i < READS_AHEAD; i++) ask()
    for (;;) {
      const next = await ahead.shift()
      if (!next || next.done) return
      ask()
      yield next.value
    }
  } finally {
    // What it has to say against being stopped does not matter any more.
    await reader.cancel().catch(() => undefined)
  }
}

/** What `input` holds, in small pieces; remembers the last four bytes. */
class TailedPieces {
  tail = new Uint8Array(4)
  constructor(private readonly input: ByteReader) {}

  async next(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { input } = this
    if (!(await input.fill(1))) return undefined
    const piece = input.bytes.slice(input.at, Math.min(input.end, input.at + PIECE_BYTES))
    input.at += piece.length
    this.tail = Uint8Array.of(...this.tail, ...piece.subarray(-4)).slice(-4)
    return piece
  }
}
