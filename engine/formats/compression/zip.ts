import { ConnectorError, describeCause } from '../../base/errors.ts'
import type { ByteSource } from '../source.ts'
import type { ByteReader } from './byte-reader.ts'
import { bunzip2 } from './bzip2.ts'
import { crc32 } from './checksums.ts'
import { Damage, Truncation, unsupported } from './damage.ts'
import { displayName } from './display-name.ts'
import { inflate } from './inflate.ts'
import { defaultLimits, type DecompressionLimits } from './limits.ts'
import { nativelyFirst } from './native.ts'
import { unpack } from './unpack.ts'
import { unxz } from './xz.ts'
import { unzstd } from './zstd.ts'

/** What a zip archive says of a file or folder in it. */
export interface ZipMember {
  /** As it stands there: a label, never a path to write to. Print it with `displayName`. */
  readonly name: string
  /** Bytes unpacked and packed. */
  readonly size: number
  readonly compressedSize: number
  readonly isDirectory: boolean
  readonly isEncrypted: boolean
}

/**
 * What a zip archive holds, in its order. Reads the list at the archive's end, and nothing else; zip64 too.
 * @throws ConnectorError `damaged_archive`
 */
export async function listMembers(source: ByteSource): Promise<readonly ZipMember[]> {
  return (await readDirectory(source)).map(({ name, size, compressedSize, isDirectory, isEncrypted }) => ({ name, size, compressedSize, isDirectory, isEncrypted }))
}

/**
 * The content of the member `name`, in pieces of at most 2 MB. Of several members of that name it is the last one, as with other programs.
 * @throws ConnectorError `no_such_member`, `encrypted_member`, `damaged_archive`, `decompression_limit`, `unsupported_compression`
 */
export async function* readMember(source: ByteSource, name: string, limits: DecompressionLimits = defaultLimits, signal?: AbortSignal): AsyncGenerator<Uint8Array, void> {
  const member = (await readDirectory(source)).findLast(member => member.name === name)
  const shown = displayName(name)
  if (!member) throw new ConnectorError('no_such_member', `there is no file ${JSON.stringify(shown)} in ${source.name}`, { details: { member: name } })
  if (member.isEncrypted) {
    throw new ConnectorError('encrypted_member', `${JSON.stringify(shown)} in ${source.name} is encrypted`, { details: { member: name }, hint: 'Unpack it with its password and give the unpacked file.' })
  }
  const label = `${JSON.stringify(shown)} in ${source.name}`
  const start = await contentStart(source, member, label)
  yield* unpack(() => readRange(source, start, start + member.compressedSize, signal), open => unpackMember(member, open), label, limits, signal)
}

interface Entry extends ZipMember {
  readonly method: number
  readonly crc: number | undefined
  /** Where its local header is in the file. */
  readonly offset: number
}

async function readDirectory(source: ByteSource): Promise<Entry[]> {
  const { ZipReader } = await import('@zip.js/zip.js/lib/zip-core-reader.js')
  const reader = {
    size: source.size,
    readUint8Array: (offset: number, length: number) => source.read(offset, Math.min(offset + length, source.size)),
    // Asked for only where ranges cannot be read.
    readable: new ReadableStream<Uint8Array>(),
  }
  try {
    const entries = await new ZipReader(reader).getEntries({ filenameValidation: 'tolerant' })
    return entries.map(({ filename, uncompressedSize, compressedSize, directory, encrypted, compressionMethod, crc32, offset }) => ({
      name: filename, size: uncompressedSize, compressedSize, isDirectory: directory, isEncrypted: encrypted, method: compressionMethod, crc: crc32, offset,
    }))
  } catch (error) {
    if (error instanceof ConnectorError) throw error
    throw new ConnectorError('damaged_archive', `${source.name} is no whole zip archive: its list of files, at the end of its ${source.size} bytes, cannot be read (${describeCause(error)})`, {
      details: { size: source.size }, hint: 'Fetch or copy the file again: a part of it is missing or changed.', cause: error,
    })
  }
}

const LOCAL_HEADER_BYTES = 30

/** Behind its local header, whose names may be longer than those of the list (APPNOTE.TXT section 4.3.7). */
async function contentStart(source: ByteSource, { offset }: Entry, label: string): Promise<number> {
  const header = await source.read(Math.min(offset, source.size), Math.min(offset + LOCAL_HEADER_BYTES, source.size))
  const view = new DataView(header.buffer, header.byteOffset, header.length)
  if (header.length < LOCAL_HEADER_BYTES || view.getUint32(0, true) !== 0x04034b50) {
    throw new ConnectorError('damaged_archive', `${label} is damaged: it does not start at byte ${offset}, where the archive's list has it`, {
      details: { offset }, hint: 'Fetch or copy the file again: a part of it is missing or changed.',
    })
  }
  return offset + LOCAL_HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true)
}

const RANGE_BYTES = 1 << 20

async function* readRange(source: ByteSource, start: number, end: number, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array, void> {
  const last = Math.min(end, source.size)
  for (let at = start; at < last;) {
    signal?.throwIfAborted()
    const piece = await source.read(at, Math.min(at + RANGE_BYTES, last))
    if (piece.length === 0) return
    at += piece.length
    yield piece
  }
}

/** A member's content, compared with what the archive's list says of it. */
function unpackMember(member: Entry, open: () => ByteReader): AsyncIterable<Uint8Array> {
  const { method, size, crc } = member
  const own = (input: ByteReader): AsyncIterable<Uint8Array> => checked(unpackBy(method, input), member)
  if (method !== 8 || crc === undefined) return own(open())
  // In gzip's frame the platform's decoder does the comparing too.
  return nativelyFirst('gzip', open(), open, unpacked => unpacked === size, own, { before: GZIP_HEADER, behind: gzipTrailer(crc, size), size })
}

/** RFC 1952: deflated, nothing else said. */
const GZIP_HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff)

function gzipTrailer(crc: number, size: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(8))
  view.setUint32(0, crc, true)
  view.setUint32(4, size % 2 ** 32, true)
  return new Uint8Array(view.buffer)
}

/** APPNOTE.TXT section 4.4.5. */
function unpackBy(method: number, input: ByteReader): AsyncIterable<Uint8Array> {
  switch (method) {
    case 0: return stored(input)
    case 8: return inflate(input)
    case 9: return inflate(input, 'deflate64')
    case 12: return bunzip2(input)
    case 93: return unzstd(input)
    case 95: return unxz(input)
    default: throw unsupported(`is packed by zip method ${method}`, { method })
  }
}

async function* stored(input: ByteReader): AsyncGenerator<Uint8Array, void> {
  while (await input.fill(1)) {
    const piece = input.bytes.slice(input.at, input.end)
    input.at = input.end
    yield piece
  }
}

/** Passes on a member's content and compares it with what the archive's list says of it. */
async function* checked(content: AsyncIterable<Uint8Array>, { size, crc: expected, method }: Entry): AsyncGenerator<Uint8Array, void> {
  let unpacked = 0
  let crc = 0
  for await (const piece of content) {
    unpacked += piece.length
    if (unpacked > size) throw new Damage('its content is longer than the archive\'s list says')
    crc = crc32(piece, crc)
    yield piece
  }
  if (unpacked < size) throw method === 0 ? new Truncation() : new Damage('its content is shorter than the archive\'s list says')
  if (crc !== (expected ?? crc)) throw new Damage('the checksum of its content does not match')
}
