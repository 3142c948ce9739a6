import xxhash from 'xxhash-wasm'
import { ConnectorError } from '../base/errors.ts'
import { string, type DataType } from '../data/type.ts'
import { decompress, displayName, listMembers, readMember, recognizeCompression } from '../formats/compression/index.ts'
import { decodeRaw, defaultDialect, withoutFooter, type CsvDialect } from '../formats/csv/index.ts'
import { hasWrappedLines, unwrapLines } from '../formats/detect/wrapped-lines.ts'
import { detectDialect, HEAD_BYTES, TAIL_BYTES, type Detection } from '../formats/detect/index.ts'
import type { TableFormat, TableOptions } from '../formats/formats.ts'
import type { ByteSource } from '../formats/source.ts'
import type { Spool, SpooledSource } from '../formats/spool.ts'
import type { StretchThreads } from '../formats/stretches.ts'
import { TEXT_TABLE_DIALECT, TextTableWriter, type RecordOrigin, type TextTable } from '../formats/text-table.ts'
import type { SourceSpec } from '../recipe/index.ts'
import { headRows, type HeadRows } from './head-rows.ts'
import type { Detected } from './workspace-api.ts'

const WRAPPED_SAMPLE_BYTES = 65_536
const PREVIEW_BYTES = 2_000_000
const PREVIEW_RECORDS = 100
/** Rows of a sheet that tell what is on it. */
const PREVIEWED_ROWS = 12

/** What opening an input needs of the place it happens in. */
export interface InputHost {
  /** The formats that are read into text tables, most telling first. */
  readonly formats: readonly TableFormat[]
  openSpool(name: string): Promise<Spool>
  /** Threads that may read parts of a large file. */
  readonly threads?: StretchThreads | undefined
  readonly signal?: AbortSignal | undefined
  /** No more records than these are wanted: the scanner stops there, and a table is not read any further. */
  readonly maxRecords?: number | undefined
  /** No more of what is unpacked is wanted than these bytes. */
  readonly maxUnpackedBytes?: number | undefined
}

/** An input that is ready for the record scanner. */
export interface OpenedInput {
  /** What the scanner reads: the file itself, what was unpacked from it, or its table as text. */
  readonly text: ByteSource
  readonly detected: Detected
  /** The columns' types as the format has them; `string` where it has none. */
  readonly types: readonly DataType[]
  readonly head: HeadRows
  /** Where the records stood, when the text is not the file's own. */
  readonly origin: RecordOrigin | undefined
  /**
   * How many records there are, where they are known to be sound: the text is RFC 4180 behind its mark, as `convert` would write it.
   * Undefined when only the scanner can tell.
   */
  readonly soundRecords: number | undefined
  /** XXH64 of the file's bytes, when the scanner does not see all of them. */
  readonly fingerprint: (() => Promise<string>) | undefined
  /** The first rows of a sheet, where the format has sheets. */
  readonly previewSheet?: ((sheet: string) => Promise<readonly (readonly string[])[]>) | undefined
  /** Removes what was unpacked; the source stays open. */
  readonly close: () => Promise<void>
}

/** An archive may hold a compressed file, and no more than that. */
const MAX_LAYERS = 2
/** More columns than this are hardly a table: a wrong delimiter, or a file without line ends. */
const MAX_COLUMNS = 32_000

/**
 * Finds out what a file is by its content, unpacks it, and makes it text that the record scanner reads. What the recipe says counts more
 * than what was found.
 * @throws ConnectorError `empty_input`, `unknown_format`, `nested_archive`, and those of the format
 */
export async function openInput(source: ByteSource, spec: SourceSpec, host: InputHost): Promise<OpenedInput> {
  if (source.size === 0) throw new ConnectorError('empty_input', `${source.name} is empty: it has no bytes at all`, { hint: 'Check that the file was written completely.' })
  const unpacked = await unpack(source, spec, host)
  try {
    const opened = await openContent(unpacked, spec, host)
    if (opened.detected.columns.length > MAX_COLUMNS) {
      await opened.close()
      throw new ConnectorError('too_many_columns', `${source.name} has ${opened.detected.columns.length} columns; at most ${MAX_COLUMNS} can be read`, { hint: 'Check the delimiter and the line ends.' })
    }
    const isWhole = opened.text === source || host.maxRecords !== undefined
    const fingerprint = isWhole ? undefined : () => fingerprintOf(source, host.signal)
    return { ...opened, fingerprint, close: async () => { await opened.close(); await unpacked.close() } }
  } catch (error) {
    await unpacked.close()
    throw error
  }
}

/**
 * The first rows of an input that has to be unpacked or converted before it can be scanned, without doing so for more of it than they
 * take; undefined for one that needs neither, and where the beginning alone says nothing.
 */
export async function previewInput(source: ByteSource, spec: SourceSpec, host: InputHost): Promise<Pick<OpenedInput, 'detected' | 'head'> | undefined> {
  const head = await source.read(0, Math.min(source.size, HEAD_BYTES))
  if (!isTable(head, source, host) && recognizeCompression(head) === undefined) return undefined
  try {
    const { detected, head: rows, close } = await openInput(source, spec, { ...host, maxRecords: PREVIEW_RECORDS, maxUnpackedBytes: PREVIEW_BYTES })
    await close()
    return { detected, head: rows }
  } catch {
    // Opening it as a whole says what is wrong, if it still is.
    return undefined
  }
}

async function fingerprintOf(source: ByteSource, signal: AbortSignal | undefined): Promise<string> {
  const hash = (await xxhash()).create64()
  for await (const piece of source.stream(signal)) hash.update(piece)
  return hash.digest().toString(16).padStart(16, '0')
}

interface Unpacked {
  readonly content: ByteSource
  readonly head: Uint8Array
  /** What was taken off, outermost first: `gzip`, `zip: data.csv`. */
  readonly layers: readonly string[]
  readonly members: readonly string[]
  close(): Promise<void>
}

async function unpack(source: ByteSource, spec: SourceSpec, host: InputHost): Promise<Unpacked> {
  const spooled: SpooledSource[] = []
  const layers: string[] = []
  let members: readonly string[] = []
  let content = source
  const close = async (): Promise<void> => { for (const layer of spooled) await layer.close() }
  try {
    for (;;) {
      const head = await content.read(0, Math.min(content.size, HEAD_BYTES))
      const compression = isTable(head, content, host) ? undefined : recognizeCompression(head)
      if (compression === undefined) return { content, head, layers, members, close }
      if (layers.length === MAX_LAYERS) throw new ConnectorError('nested_archive', `${source.name} is an archive within archives: ${layers.join(' in ')}`, { hint: 'Unpack it first.' })
      let pieces: AsyncIterable<Uint8Array>
      if (compression === 'zip') {
        const files = (await listMembers(content)).filter(({ isDirectory }) => !isDirectory)
        members = files.map(({ name }) => name)
        const member = chooseMember(content, members, spec.member)
        pieces = readMember(content, member, undefined, host.signal)
        layers.push(`zip: ${displayName(member)}`)
      } else {
        pieces = decompress(content, compression, undefined, host.signal)
        layers.push(compression)
      }
      content = await spool(pieces, source.name, host)
      spooled.push(content as SpooledSource)
      if (content.size === 0) throw new ConnectorError('empty_input', `${source.name} holds nothing: what it unpacks to (${layers.join(', ')}) is empty`, { hint: 'Check that the file was written completely.' })
    }
  } catch (error) {
    await close()
    throw error
  }
}

const isTable = (head: Uint8Array, content: ByteSource, { formats }: InputHost): boolean => formats.some(format => format.recognizes(head, head.length === content.size))

/** Files that systems add to archives on their own account. A name that leads out of the archive is a name like others: nothing is written under it. */
const isLitter = (name: string): boolean => /(^|\/)(__MACOSX\/|\.(?!\.?\/)|Thumbs\.db$|desktop\.ini$)/.test(name)
const READ_FIRST = /\.(csv|tsv|txt|psv|xlsx|xlsm|xls|ods|jsonl?|ndjson|parquet|avro|arrow|feather)(\.(gz|bz2|xz|zst))?$/i

/** @throws ConnectorError `no_such_member`, `empty_archive` */
function chooseMember({ name }: ByteSource, members: readonly string[], wanted: string | undefined): string {
  if (wanted !== undefined) {
    const found = members.find(member => member === wanted || displayName(member) === wanted)
    if (found !== undefined) return found
    throw new ConnectorError('no_such_member', `there is no file ${JSON.stringify(wanted)} in ${name}`, { details: { member: wanted }, hint: `It holds: ${members.slice(0, 20).map(displayName).join(', ') || 'nothing'}.` })
  }
  const files = members.filter(member => !isLitter(member))
  const chosen = files.find(member => READ_FIRST.test(member)) ?? files[0]
  if (chosen === undefined) throw new ConnectorError('empty_archive', `${name} is an archive with no file in it`, { hint: 'Check that it was packed as it should be.' })
  return chosen
}

async function spool(pieces: AsyncIterable<Uint8Array>, name: string, host: InputHost): Promise<SpooledSource> {
  const spool = await host.openSpool(name)
  let bytes = 0
  try {
    for await (const piece of pieces) {
      host.signal?.throwIfAborted()
      await spool.write(piece)
      bytes += piece.length
      if (bytes >= (host.maxUnpackedBytes ?? Infinity)) break
    }
    return await spool.finish()
  } catch (error) {
    await spool.discard()
    throw error
  }
}

async function openContent({ content, head, layers, members }: Unpacked, spec: SourceSpec, host: InputHost): Promise<OpenedInput> {
  const isWhole = head.length === content.size
  const recognized = host.formats.find(format => format.recognizes(head, isWhole))
  const format = spec.type === undefined ? recognized : host.formats.find(({ format }) => format === spec.type)
  const archive = {
    unpacked: layers, members: members.filter(member => !isLitter(member)).map(displayName),
    // A reader of its own says itself what it was given.
    ...spec.type === 'csv' && recognized ? { looksLike: recognized.format } : {},
  }
  if (format !== undefined) return openTable(content, format, spec, archive, host)
  const sample = decodeRaw(head.subarray(0, WRAPPED_SAMPLE_BYTES), { encoding: 'utf-8' })
  if (spec.dialect?.delimiter !== undefined || !hasWrappedLines(sample.slice(0, sample.lastIndexOf('\n') + 1))) return openCsv(content, head, spec, archive)
  const text = await spool(unwrapLines(content.stream(host.signal)), content.name, host)
  const opened = await openCsv(text, await text.read(0, Math.min(text.size, HEAD_BYTES)), spec, { ...archive, unpacked: [...layers, 'quotes around lines'] })
  return { ...opened, close: async () => { await opened.close(); await text.close() } }
}

/** What was found out before the format was settled. */
type Archive = Pick<Detected, 'unpacked' | 'members' | 'looksLike'>

const archiveNotes = ({ unpacked, members, looksLike }: Archive): string[] => [
  ...looksLike === undefined ? [] : [`Read as CSV, because the recipe says so, but it looks like ${FORMAT_NAMES[looksLike]}.`],
  ...unpacked.length === 0 ? [] : [`Unpacked: ${unpacked.join(', then ')}.`],
  ...members.length < 2 ? [] : [`The archive holds ${members.length} files: ${members.slice(0, 8).join(', ')}${members.length > 8 ? ' …' : ''}.`],
]

async function openCsv(content: ByteSource, head: Uint8Array, { dialect: given = {} }: SourceSpec, archive: Archive): Promise<OpenedInput> {
  const found = await detectCsv(content, head, given)
  const dialect = { ...defaultDialect, ...found.dialect, ...defined(given) }
  const text = await withoutFooter(content, dialect)
  const { columns, rows } = await headRows(head.subarray(0, text.size), head.length >= text.size, dialect)
  return {
    text, head: rows, types: columns.map(() => string), origin: undefined, soundRecords: undefined, fingerprint: undefined,
    detected: { format: 'csv', ...archive, sheet: null, sheets: [], dialect, alternatives: found.alternatives, confidence: found.confidence, notes: [...archiveNotes(archive), ...found.notes], columns },
    close: () => Promise.resolve(),
  }
}

export const FORMAT_NAMES: Readonly<Record<Detected['format'], string>> = {
  csv: 'CSV', excel: 'a workbook', json: 'JSON', jsonl: 'JSON Lines', parquet: 'Parquet', arrow: 'Arrow', avro: 'Avro', fixed_width: 'columns of fixed width', html: 'a web page',
}

/** A note as a sentence of its own. */
const sentence = (note: string): string => `${note.slice(0, 1).toUpperCase()}${note.slice(1)}${/[.!?]$/.test(note) ? '' : '.'}`

const defined = <T extends object>(given: T): T => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T

/** @throws ConnectorError `unknown_format` */
async function detectCsv(content: ByteSource, head: Uint8Array, given: Partial<CsvDialect>): Promise<Extract<Detection, { kind: 'csv' }>> {
  const isWhole = head.length === content.size
  const tailFrom = Math.max(0, content.size - TAIL_BYTES)
  // From a whole character on, whatever the encoding; sizes may be beyond what bit operations take.
  const tail = isWhole ? {} : { tail: await content.read(tailFrom - tailFrom % 4, content.size) }
  const found = detectDialect(head, { isWhole, ...tail, knownNulls: given.null_tokens ?? [] })
  if (found.kind === 'csv') return found
  throw new ConnectorError('unknown_format', `${content.name} cannot be read: it looks like ${found.what}`, { details: { what: found.what }, hint: 'Export it as CSV, Excel, JSON, Parquet, Avro or Arrow.' })
}

async function openTable(content: ByteSource, format: TableFormat, spec: SourceSpec, archive: Archive, host: InputHost): Promise<OpenedInput> {
  const sheets = await format.sheets?.(content) ?? []
  const { null_tokens = TEXT_TABLE_DIALECT.null_tokens, header, skip_rows } = spec.dialect ?? {}
  const { table, notes } = await readTable(content, format, { sheet: spec.sheet, records: spec.records, widths: spec.widths, header, skip_rows }, host)
  const dialect = { ...TEXT_TABLE_DIALECT, null_tokens }
  const head = await table.text.read(0, Math.min(table.text.size, HEAD_BYTES))
  const { columns, rows } = await headRows(head, head.length === table.text.size, dialect)
  return {
    text: table.text, head: rows, types: table.columns.map(({ type }) => type), origin: table.origin, soundRecords: table.soundRecords, fingerprint: undefined,
    detected: { format: format.format, ...archive, sheet: table.origin.sheet, sheets, dialect, alternatives: [], confidence: 1, notes: [...archiveNotes(archive), ...notes.map(sentence)], columns },
    previewSheet: format.previewSheet && (sheet => format.previewSheet?.(content, sheet, PREVIEWED_ROWS) ?? Promise.resolve([])),
    close: () => table.text.close(),
  }
}

async function readTable(content: ByteSource, format: TableFormat, options: TableOptions, host: InputHost): Promise<{ readonly table: TextTable, readonly notes: readonly string[] }> {
  const writer = await TextTableWriter.open(() => host.openSpool(content.name), host.maxRecords)
  try {
    const { notes, sheet = null } = await format.read(content, { ...options, maxRecords: host.maxRecords, threads: host.threads }, writer, host.signal)
    return { table: await writer.finish(sheet), notes }
  } catch (error) {
    await writer.discard()
    throw error
  }
}
