import { ConnectorError } from '../../base/errors.ts'
import { defaultLimits, listMembers, readMember, type DecompressionLimits } from '../compression/index.ts'
import type { ByteSource } from '../source.ts'
import { damagedPart, encrypted, largePart, tooLarge } from './trouble.ts'

/** A file of an archive. */
export interface ZipEntry {
  /** As it stands in the archive. */
  readonly path: string
}

/** Sheets of cells pack about 1:10, of empty cells 1:40. A full sheet with a hundred columns of text is about the most that is left. */
const LIMITS: DecompressionLimits = { ...defaultLimits, maxRatio: 250, ratioFromBytes: 256e6, maxBytes: 16e9 }
/** Of a part that is held in memory. */
const MAX_PART_BYTES = 64e6

/** The files of a workbook's zip archive, each read when it is asked for. */
export class ZipArchive {
  private readonly byPath = new Map<string, ZipEntry>()

  private constructor(private readonly source: ByteSource, paths: readonly string[]) {
    for (const path of paths) this.byPath.set(keyOf(path), { path })
  }

  /** @throws ConnectorError `damaged_workbook` */
  static async open(source: ByteSource): Promise<ZipArchive> {
    try {
      return new ZipArchive(source, (await listMembers(source)).map(({ name }) => name))
    } catch (error) {
      throw ofWorkbook(error, source.name)
    }
  }

  /** The file of a path; letter case, backslashes and a slash in front do not matter, since programs disagree about them. */
  find(path: string): ZipEntry | undefined {
    return this.byPath.get(keyOf(path))
  }

  /** All of a small part. @throws ConnectorError `damaged_workbook`, `encrypted_workbook`, `workbook_too_large` */
  async read(entry: ZipEntry, signal?: AbortSignal): Promise<Uint8Array> {
    const pieces: Uint8Array[] = []
    let length = 0
    for await (const piece of this.stream(entry, signal)) {
      length += piece.length
      if (length > MAX_PART_BYTES) {
        throw tooLarge(this.source.name, `its part ${entry.path} unpacks to more than ${MAX_PART_BYTES / 1e6} MB`, { maxBytes: MAX_PART_BYTES })
      }
      pieces.push(piece)
    }
    const bytes = new Uint8Array(length)
    let at = 0
    for (const piece of pieces) {
      bytes.set(piece, at)
      at += piece.length
    }
    return bytes
  }

  /** The unpacked bytes in pieces; length and checksum are verified at the end. @throws as {@link read} */
  async *stream({ path }: ZipEntry, signal?: AbortSignal): AsyncGenerator<Uint8Array, void> {
    try {
      yield* readMember(this.source, path, LIMITS, signal)
    } catch (error) {
      throw ofWorkbook(error, this.source.name)
    }
  }
}

const keyOf = (path: string): string => path.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase()

/** An archive's error as what it means for the workbook; others as they are. */
function ofWorkbook(error: unknown, name: string): unknown {
  if (!(error instanceof ConnectorError)) return error
  switch (error.code) {
    case 'damaged_archive': case 'unsupported_compression': case 'no_such_member': return damagedPart(name, error)
    case 'encrypted_member': return encrypted(name)
    case 'decompression_limit': return largePart(name, error)
    default: return error
  }
}
