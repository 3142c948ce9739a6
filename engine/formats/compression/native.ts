import type { ByteReader } from './byte-reader.ts'
import { Damage } from './damage.ts'
import { unpackedByNode } from './node-zlib.ts'

export type NativeFormat = 'gzip' | 'deflate-raw'

/** Small pieces, because some browsers unpack a whole piece before they ask whether anybody wants it: at most 1032 times as much. */
const PIECE_BYTES = 1 << 16
/** Pieces that may be unpacked before they are wanted: each is some tens of kilobytes. */
const READS_AHEAD = 4

/** Bytes that the platform's decoder is given before and behind the input's. */
export interface Frame {
  readonly before: Uint8Array<ArrayBuffer>
  readonly behind: Uint8Array<ArrayBuffer>
  /** What the frame says of the content's size: more is not handed on. */
  readonly size: number
}

/**
 * What the platform's decoder makes of `input`: it works in another thread, and faster than any script. When it fails, or `isConfirmed`
 * does not find its result to be all there is, by the size of the result and the last four bytes read, `own` has another look from the start
 * and gives what is behind the bytes already given, or the error: platforms differ in both.
 */
export async function* nativelyFirst(
  format: NativeFormat, input: ByteReader, open: () => ByteReader, isConfirmed: (size: number, tail: Uint8Array) => boolean,
  own: (input: ByteReader) => AsyncIterable<Uint8Array>, frame?: Frame,
): AsyncGenerator<Uint8Array, void> {
  const pieces = new TailedPieces(input, frame)
  const native = unpackedByNode(format, pieces.all()) ?? unpackedByPlatform(format, pieces)
  if (!native) {
    yield* own(input)
    return
  }
  let numGiven = 0
  try {
    for await (const piece of native) {
      if (frame && numGiven + piece.length > frame.size) throw new Damage('its content is longer than it should be')
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
  if (numGiven > 0) throw new Damage('it can be read in two ways, one of them longer than the other')
}

function unpackedByPlatform(format: NativeFormat, pieces: TailedPieces): AsyncIterable<Uint8Array> | undefined {
  const native = createNative(format)
  return native && piped(pieces, native)
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

/** What `input` holds, in small pieces; remembers the last four bytes of it. */
class TailedPieces {
  tail = new Uint8Array(4)
  private before: Uint8Array<ArrayBuffer> | undefined
  private behind: Uint8Array<ArrayBuffer> | undefined

  constructor(private readonly input: ByteReader, frame?: Frame) {
    this.before = frame?.before
    this.behind = frame?.behind
  }

  async *all(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    for (let piece = await this.next(); piece; piece = await this.next()) yield piece
  }

  async next(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { input, before, behind } = this
    if (before) {
      this.before = undefined
      return before
    }
    if (!(await input.fill(1))) {
      this.behind = undefined
      return behind
    }
    const piece = input.bytes.slice(input.at, Math.min(input.end, input.at + PIECE_BYTES))
    input.at += piece.length
    this.tail = Uint8Array.of(...this.tail, ...piece.subarray(-4)).slice(-4)
    return piece
  }
}
