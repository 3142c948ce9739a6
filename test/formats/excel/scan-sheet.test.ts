import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanSheet } from '../../../engine/formats/excel/scan-sheet.ts'
import { SheetTally, type SheetRow } from '../../../engine/formats/excel/sheet-rows.ts'
import { takeRows } from '../../../engine/formats/excel/sheet-run.ts'
import { XlsxSheetHandler } from '../../../engine/formats/excel/xlsx-sheet.ts'
import { XmlScanner } from '../../../engine/formats/excel/xml-scanner.ts'

const fail = (what: string): Error => new Error(what)
const handlerOf = (tally: SheetTally): XlsxSheetHandler =>
  new XlsxSheetHandler({ dateFormats: [undefined, { kind: 'date' }] as never, texts: { at: index => index < 3 ? `text ${index}` : undefined }, is1904: false, fail }, tally)

interface Read {
  readonly rows: readonly SheetRow[]
  readonly tally: SheetTally
  readonly error: unknown
}

const sheetOf = (body: string): string => `<?xml version="1.0"?><worksheet><sheetData>${body}</sheetData></worksheet>`

/** By the scanner alone, which is the grammar. */
function byTags(xml: string): Read {
  const tally = new SheetTally()
  const handler = handlerOf(tally)
  const scanner = new XmlScanner(handler, fail)
  const rows: SheetRow[] = []
  let error: unknown
  try {
    scanner.push(xml)
    rows.push(...handler.take())
    scanner.finish()
  } catch (caught) {
    error = caught
  }
  return { rows: [...rows, ...handler.take()], tally, error }
}

async function byRuns(pieces: readonly Uint8Array[]): Promise<Read> {
  const tally = new SheetTally()
  const handler = handlerOf(tally)
  const rows: SheetRow[] = []
  let error: unknown
  try {
    // eslint-disable-next-line @typescript-eslint/require-await -- a stream that has everything
    const stream = async function* (): AsyncGenerator<Uint8Array> { yield* pieces }
    for await (const _ of scanSheet(stream(), handler, fail)) rows.push(...handler.take())
  } catch (caught) {
    error = caught
  }
  return { rows: [...rows, ...handler.take()], tally, error }
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', '12', '0.5', '-1E3', 'true', '1', '45000', 'Main Street 12, third floor on the left', '2024-01-31') },
  { weight: 4, arbitrary: fc.constantFrom('', 'é', '日本語', '😀😀', 'a'.repeat(15), 'b'.repeat(16), 'c'.repeat(17), 'ü'.repeat(40), '_x000D_', 'a_x') },
  { weight: 1, arbitrary: fc.constantFrom('&amp;', '&#x41;b', 'a\r\nb', '\n', '&lt;c r="A1"/&gt;', '&quot;', 'a > b') },
)
const reference = fc.constantFrom('A', 'B', 'C', 'D', 'AA', 'XFD').chain(letters => fc.constantFrom('1', '12', '1048576').map(line => ` r="${letters}${line}"`))
const style = fc.constantFrom('', '', ' s="0"', ' s="1"', ' s="27"')
const formula = fc.constantFrom('', '', '', '<f>A1+B1</f>', '<f t="shared" si="0"/>', '<f>A1&lt;2</f>', '<f><![CDATA[x]]></f>')
const usual = fc.tuple(fc.oneof(reference, fc.constant('')), style, fc.constantFrom('', ' t="s"', ' t="n"', ' t="b"', ' t="e"', ' t="d"', ' t="str"'), formula, fc.oneof(text, fc.constant(undefined)))
  .map(([r, s, t, f, value]) => `<c${r}${s}${t}>${f}${value === undefined ? '' : value === '' ? '<v/>' : value === '1' ? '<v />' : `<v>${value}</v>`}</c>`)
const inline = fc.tuple(reference, style, fc.constantFrom('<t>', '<t xml:space="preserve">'), text).map(([r, s, open, value]) => `<c${r}${s} t="inlineStr"><is>${open}${value}</t></is></c>`)
const unusual = fc.constantFrom(
  '<c r="B2"/>', '<c r="B2" s="1"/>', '<c/>', '<c></c>', '<c r="B2" />', '<c t=\'s\' r=\'C1\'><v>1</v></c>', '<c r="B2"><v/></c>', '<c r="B2"  t="s"><v>2</v></c>', '<c r="B2" cm="1"><v>2</v></c>',
  '<c r="C3" t="inlineStr"><is><r><t>rich</t></r><r><t> text</t></r></is></c>', '<c r="C3" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh></is></c>', '<c r="D1" t="s"><v>99</v></c>',
  '<x:c r="A1"><x:v>5</x:v></x:c>', '<c r="A1"><v><![CDATA[7]]></v></c>', '<c r="A1"><!-- not a <row --><v>7</v></c>', '<c r="A1" t="z"><v>7</v></c>', '<c r="1"><v>7</v></c>', '<col/>', '<c r="A1"><extLst/></c>', '<c s="x"><v>1</v></c>',
  '<c r="A1"><v>1</v><f>2</f></c>', '<c r="A1" t="inlineStr"><v>1</v></c>',
)
const cell = fc.oneof({ weight: 10, arbitrary: usual }, { weight: 10, arbitrary: inline }, { weight: 1, arbitrary: unusual })
const rowAttributes = fc.constantFrom('', ' r="1"', ' r="7" spans="1:4"', ' r="12" x14ac:dyDescent="0.25" ht="15"', ' r="1048576"', ' spans="1:2" r="3" ')
const row = fc.oneof(
  { weight: 20, arbitrary: fc.tuple(rowAttributes, fc.array(cell, { maxLength: 5 }), fc.constantFrom('', '', '\n  ')).map(([attributes, cells, space]) => `<row${attributes}>${cells.map(each => space + each).join('')}${space}</row>${space}`) },
  { weight: 1, arbitrary: fc.constantFrom('<row r="5"/>', '<row/>', '<rowBreaks/>', '<!-- <row r="1"> -->', '<row r="2"><c r="A1">', '<row r="0"></row>', '<row r="9999999"></row>', '</row>', 'text') },
)

const said = ({ rows, tally, error }: Read) => ({ rows, tally, error: error instanceof Error ? error.message : error })

test('rows taken together are those that the scanner finds', async () => {
  await fc.assert(fc.asyncProperty(fc.array(row, { maxLength: 12 }), fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 4 }), async (rows, cuts) => {
    const xml = sheetOf(rows.join(''))
    const bytes = utf8(xml)
    const edges = [0, ...cuts.map(cut => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
    const pieces = edges.slice(1).map((edge, i) => bytes.slice(edges[i], edge))
    expect(said(await byRuns(pieces))).toEqual(said(byTags(xml)))
  }), { numRuns: Number(process.env['SHEET_RUNS'] ?? 600) })
}, 120_000)

test('a sheet of many pieces, with rows in between that are not as usual', async () => {
  const rows = Array.from({ length: 9_000 }, (_, i) => `<row r="${i + 1}">${i % 400 === 399 ? '<c><!-- --><v>1</v></c>' : ''}<c r="A${i + 1}"><v>${i}</v></c><c r="C${i + 1}" t="inlineStr"><is><t>é ${'x'.repeat(i % 60)}</t></is></c></row>`)
  const xml = sheetOf(rows.join(''))
  const bytes = utf8(xml)
  expect(bytes.length).toBeGreaterThan(4 * (1 << 17))
  expect(said(await byRuns([bytes]))).toEqual(said(byTags(xml)))
})

test('bytes that are no text stand for themselves', async () => {
  // Halves of a character in two cells would be one, if the cells were read together.
  const halves = Buffer.from(sheetOf('<row r="1"><c r="A1" t="str"><v>x|1</v></c><c r="B1" t="str"><v>|2y</v></c></row>'))
  const broken = Buffer.concat([halves.subarray(0, halves.indexOf('|1')), Uint8Array.of(0xe2, 0x82), halves.subarray(halves.indexOf('|1') + 2, halves.indexOf('|2')), Uint8Array.of(0xac), halves.subarray(halves.indexOf('|2') + 2)])
  expect((await byRuns([broken])).rows).toEqual([{ line: 1, cells: ['x\uFFFD', '\uFFFDy'] }])
  const [before, behind] = [utf8(sheetOf('<row r="1"><c r="A1" t="inlineStr"><is><t>|</t></is></c><c r="B1" t="str"><v>é</v></c></row>').split('|')[0] ?? ''), utf8('</t></is></c><c r="B1" t="str"><v>é</v></c></row></sheetData></worksheet>')]
  const { rows } = await byRuns([Buffer.concat([before, Uint8Array.of(0xf0, 0x9f, 0x41, 0xff), behind])])
  expect(rows).toEqual([{ line: 1, cells: ['\uFFFDA\uFFFD', 'é'] }])
})

test('rows on lines of their own are taken too', () => {
  const rows = '\n<row r="1"><c r="A1"><v>1</v></c></row>\n  <row r="2"><c r="A2"><v>2</v></c></row>\n'
  expect(takeRows(utf8(rows), 0, rows.length)?.rows.length).toBe(4)
  const scanner = new XmlScanner(handlerOf(new SheetTally()), fail)
  scanner.push('<worksheet><sheetData>\n  ')
  expect(scanner.isDone).toBe(true)
  scanner.push('<row')
  expect(scanner.isDone).toBe(false)
})

test('what stands behind the end of a piece is none of it', () => {
  const whole = utf8('<row r="1"><c r="A1"><v>12</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>')
  const first = whole.length / 2 + 1
  expect(takeRows(whole, 0, whole.length)?.rows.length).toBe(4)
  // The memory still holds the rest of what was there before.
  for (let end = 0; end < first - 1; end++) expect(takeRows(whole, 0, end)).toBeUndefined()
})
