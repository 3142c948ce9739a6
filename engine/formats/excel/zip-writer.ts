import { ConnectorError } from '../../base/errors.ts'
import { crc32 } from '../compression/checksums.ts'

const encoder = new TextEncoder()
const LIMIT = 0xffffffff
/** Sizes behind the data, names in UTF-8. */
const FLAGS = 0x0808
const VERSION = 20
const DEFLATE = 8
/** 1980-01-01, so that the same content makes the same file. */
const DATE = 0x21

interface Written {
  readonly path: Uint8Array
  readonly crc: number
  readonly packedBytes: number
  readonly bytes: number
  readonly offset: number
}

/** A zip archive that is written from front to back without looking back: sizes stand behind each file's data (APPNOTE.TXT 4.3.9). */
export class ZipWriter {
  private readonly written: Written[] = []
  private offset = 0

  /** Adds a file and gives the bytes of the archive that hold it. @throws ConnectorError `too_large` beyond 4 GB */
  async *add(path: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    const name = encoder.encode(path)
    const offset = this.offset
    yield this.counted(fields([4, 0x04034b50], [2, VERSION], [2, FLAGS], [2, DEFLATE], [2, 0], [2, DATE], [4, 0], [4, 0], [4, 0], [2, name.length], [2, 0]))
    yield this.counted(name)
    let crc = 0
    let bytes = 0
    let packedBytes = 0
    async function* measured(): AsyncGenerator<Uint8Array, void> {
      for await (const piece of content) {
        crc = crc32(piece, crc)
        bytes += piece.length
        yield piece
      }
    }
    for await (const packed of deflated(measured())) {
      packedBytes += packed.length
      yield this.counted(packed)
      if (bytes > LIMIT || this.offset > LIMIT) {
        throw new ConnectorError('too_large', `${path} is larger than 4 GB, which workbooks cannot be`, { details: { bytes }, hint: 'Write CSV or Parquet, or fewer columns.' })
      }
    }
    yield this.counted(fields([4, 0x08074b50], [4, crc], [4, packedBytes], [4, bytes]))
    this.written.push({ path: name, crc, packedBytes, bytes, offset })
  }

  /** The directory that ends the archive. */
  *end(): Generator<Uint8Array, void> {
    const start = this.offset
    for (const { path, crc, packedBytes, bytes, offset } of this.written) {
      yield this.counted(fields(
        [4, 0x02014b50], [2, VERSION], [2, VERSION], [2, FLAGS], [2, DEFLATE], [2, 0], [2, DATE], [4, crc], [4, packedBytes], [4, bytes],
        [2, path.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset],
      ))
      yield this.counted(path)
    }
    const { length } = this.written
    yield fields([4, 0x06054b50], [2, 0], [2, 0], [2, length], [2, length], [4, this.offset - start], [4, start], [2, 0])
  }

  private counted(piece: Uint8Array): Uint8Array {
    this.offset += piece.length
    return piece
  }
}

/** Numbers of two or four bytes, little end first. */
function fields(...values: readonly (readonly [2 | 4, number])[]): Uint8Array {
  const bytes = new Uint8Array(values.reduce((length, [size]) => length + size, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [size, value] of values) {
    if (size === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += size
  }
  return bytes
}

async function* deflated(pieces: AsyncGenerator<Uint8Array, void>): AsyncGenerator<Uint8Array, void> {
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await pieces.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value as Uint8Array<ArrayBuffer>)
    },
    async cancel() {
      await pieces.return(undefined)
    },
  }, { highWaterMark: 0 })
  const reader = source.pipeThrough(new CompressionStream('deflate-raw')).getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
