import { ConnectorError } from '../../base/errors.ts'
import { string } from '../../data/type.ts'
import { decodeRaw, ENCODINGS, numberedColumns, type Encoding } from '../csv/index.ts'
import { guessEncoding } from '../detect/encoding.ts'
import type { TableFormat, TableOptions } from '../formats.ts'
import type { ByteSource } from '../source.ts'
import type { RecordSink, TableFacts } from '../table.ts'

/** A page is held whole while it is read: exports that call themselves workbooks are rarely larger. */
const MAX_BYTES = 64_000_000
const HEAD_CHARACTERS = 4096

/** A table in a web page: what many systems export as `.xls`, and what an error page under the name of a file is. */
export const html: TableFormat = { format: 'html', recognizes: head => isPage(headText(head)), read: readHtml }

const headText = (head: Uint8Array): string => decodeRaw(head.subarray(0, HEAD_CHARACTERS), { encoding: encodingOf(head) }).replace(/^\uFEFF/, '')
const isPage = (text: string): boolean => /^\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)*<(!doctype\s+html|html|head|body|table|meta)\b/i.test(text)

/** The encoding that a page says it has, unless its bytes are UTF-8 or marked. */
function encodingOf(bytes: Uint8Array): Encoding {
  const guess = guessEncoding(bytes.subarray(0, 65_536))
  const found = guess.kind === 'text' ? guess.encoding : 'utf-8'
  if (found.startsWith('utf')) return found
  const said = /charset\s*=\s*["']?([\w-]+)/i.exec(new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_CHARACTERS)))?.[1]?.toLowerCase()
  return ENCODINGS.find(encoding => encoding === said) ?? found
}

/** @throws ConnectorError `no_table`, `truncated_file`, `too_large` */
async function readHtml(source: ByteSource, { header, maxRecords = Infinity }: TableOptions, sink: RecordSink): Promise<TableFacts> {
  if (source.size > MAX_BYTES) throw new ConnectorError('too_large', `${source.name} is a web page of ${source.size} bytes; at most ${MAX_BYTES} are read`, { hint: 'Export the data as CSV.' })
  const bytes = await source.read(0, source.size)
  const page = decodeRaw(bytes, { encoding: encodingOf(bytes) })
  const tables = tablesIn(page, source.name)
  const largest = tables.reduce((best, table) => rowTags(table) > rowTags(best) ? table : best)
  const { fromHtml } = await import('hucre')
  const { rows, a11y } = fromHtml(largest, { typeInference: false, classes: false })
  const texts = rows.map(row => row.map(cell => typeof cell === 'string' ? cell : ''))
  const labels = header ?? (a11y?.headerRow === 0 || isLabels(texts) ? 1 : 0)
  const width = Math.max(1, ...texts.map(row => row.length))
  sink.begin((labels > 0 ? padded(texts[labels - 1] ?? [], width) : numberedColumns(width)).map(name => ({ name, type: string })))
  for (const [at, row] of texts.entries()) {
    if (at < labels) continue
    if (sink.isDone || at - labels >= maxRecords) break
    for (const cell of row) sink.cell(cell === '' ? null : cell)
    sink.end(at + 1)
    if (at % 1000 === 0) await sink.drain()
  }
  return { notes: [
    'This is a web page: its table is read.',
    ...tables.length > 1 ? [`It holds ${tables.length} tables; the one with most rows is read.`] : [],
  ] }
}

const padded = (row: readonly string[], width: number): readonly string[] => Array.from({ length: width }, (_, i) => row[i] ?? '')
const isLabels = (rows: readonly (readonly string[])[]): boolean => rows.length > 1 && (rows[0] ?? []).every(cell => !/^[-+]?[0-9]/.test(cell)) && (rows[0] ?? []).some(cell => cell !== '')
const rowTags = (table: string): number => table.match(/<tr[\s>]/gi)?.length ?? 0

/** A table that does not end was cut off: its last rows are missing, and nobody can say how many. */
function tablesIn(page: string, name: string): readonly string[] {
  const tables: string[] = []
  const opens = /<table[\s>]/gi
  const closes = /<\/table/gi
  for (let open = opens.exec(page); open !== null; open = opens.exec(page)) {
    closes.lastIndex = open.index
    const close = closes.exec(page)?.index
    if (close === undefined) throw new ConnectorError('truncated_file', `${name} ends within a table: it was cut off`, { hint: 'Check that the file was written completely.' })
    tables.push(page.slice(open.index, page.indexOf('>', close) + 1 || page.length))
    opens.lastIndex = close
  }
  if (tables.length === 0) throw new ConnectorError('no_table', `${name} is a web page without a table: perhaps an error page was saved under this name`, { hint: 'Look at it in a browser, and download the file again.' })
  return tables
}
