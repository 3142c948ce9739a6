import type { ByteSource } from '../source.ts'
import { openOds } from './ods-workbook.ts'
import type { Workbook } from './sheet-rows.ts'
import { encrypted, noWorkbook } from './trouble.ts'
import { includesUtf16, openXls } from './xls-workbook.ts'
import { openXlsx } from './xlsx-workbook.ts'
import { ZipArchive } from './zip-archive.ts'

export type ExcelKind = 'xlsx' | 'xls' | 'ods'

const HEAD_BYTES = 4096

/**
 * The kind of workbook that the first bytes of a file look like; undefined for none. Of a zip archive at least the names of its first parts
 * should be among them.
 */
export function workbookKindOf(head: Uint8Array): ExcelKind | undefined {
  if (isCompoundFile(head) || isOldBiff(head)) return 'xls'
  if (!isZip(head)) return undefined
  const text = new TextDecoder('latin1').decode(head)
  if (text.includes('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')) return 'ods'
  return /(^|[^\w/])xl[/\\][\w/\\]+\.(xml|bin|vml)/.test(text) || text.includes('_rels/.rels') && text.includes('xl/') ? 'xlsx' : undefined
}

/**
 * Opens a workbook. Its bytes say what it is; `kind` is what it was taken for, for the message when it is nothing of the sort.
 * @throws ConnectorError `not_a_workbook`, `damaged_workbook`, `encrypted_workbook`
 */
export async function openWorkbook(source: ByteSource, kind: ExcelKind, signal?: AbortSignal): Promise<Workbook> {
  const head = await source.read(0, Math.min(source.size, HEAD_BYTES))
  if (isZip(head)) return openZip(source, signal)
  if (isCompoundFile(head)) {
    if (await isEncryptedPackage(source)) throw encrypted(source.name)
    return openXls(source)
  }
  if (isOldBiff(head)) return openXls(source)
  throw noWorkbook(source.name, source.size === 0 ? 'it is empty' : `it does not begin as an .${kind} file does${looksLikeText(head) ? ', but with text' : ''}`)
}

async function openZip(source: ByteSource, signal: AbortSignal | undefined): Promise<Workbook> {
  const archive = await ZipArchive.open(source)
  if (archive.find('xl/workbook.bin') !== undefined) return openXls(source)
  if (archive.find('content.xml') !== undefined) return openOds(source, archive, signal)
  const isOffice = archive.find('[Content_Types].xml') !== undefined || archive.find('xl/workbook.xml') !== undefined
  if (!isOffice) throw noWorkbook(source.name, 'it is a zip archive of other files')
  return openXlsx(source, archive, signal)
}

const startsWith = (head: Uint8Array, bytes: readonly number[]): boolean => bytes.every((byte, i) => head[i] === byte)
const isZip = (head: Uint8Array): boolean => startsWith(head, [0x50, 0x4b, 3, 4])
/** [MS-CFB]: the container of older workbooks, and of encrypted newer ones. */
const isCompoundFile = (head: Uint8Array): boolean => startsWith(head, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
/** A record of the beginning (BOF) as Excel 2 to 4 wrote it without a container. */
const isOldBiff = (head: Uint8Array): boolean => head[0] === 9 && [0, 2, 4].includes(head[1] ?? -1) && (head[2] === 4 || head[2] === 6) && head[3] === 0
const looksLikeText = (head: Uint8Array): boolean => head.length > 0 && head.every(byte => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13)

const DIRECTORY_ENTRY_BYTES = 128

/** Whether the container's directory has the stream of an encrypted package ([MS-OFFCRYPTO] 2.3.4.4). */
async function isEncryptedPackage(source: ByteSource): Promise<boolean> {
  const head = await source.read(0, Math.min(source.size, 512))
  if (head.length < 512) return false
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const sectorBytes = 1 << Math.min(view.getUint16(30, true), 16)
  const start = (view.getUint32(48, true) + 1) * sectorBytes
  if (start >= source.size) return false
  // The directory of an encrypted package is short: its first sectors have the name.
  return includesUtf16(await source.read(start, Math.min(source.size, start + Math.max(sectorBytes, 16 * DIRECTORY_ENTRY_BYTES))), 'EncryptedPackage')
}
