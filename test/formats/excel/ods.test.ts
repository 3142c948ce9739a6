import { describe, expect, test } from 'vitest'
import { listSheets, previewSheet } from '../../../engine/formats/excel/index.ts'
import { memorySource } from '../../support/memory-source.ts'
import { readSheet, zipOf } from './make-workbook.ts'

const MIMETYPE = 'application/vnd.oasis.opendocument.spreadsheet'

/** An .ods workbook of tables' XML. */
function odsOf(tables: string, { styles = '', manifest = '' } = {}): Uint8Array {
  return zipOf({
    'mimetype': MIMETYPE,
    'META-INF/manifest.xml': `<manifest:manifest>${manifest}</manifest:manifest>`,
    'content.xml': `<?xml version="1.0"?><office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
  })
}
const p = (text: string): string => `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`
const number = (value: number | string): string => `<table:table-cell office:value-type="float" office:value="${value}"><text:p>shown</text:p></table:table-cell>`
const row = (...cells: string[]): string => `<table:table-row>${cells.join('')}</table:table-row>`
const table = (rows: string, attributes = 'table:name="Data"'): string => `<table:table ${attributes}><table:table-column/>${rows}</table:table>`
const read = (bytes: Uint8Array, options = {}): ReturnType<typeof readSheet> => readSheet(bytes, { kind: 'ods', ...options }, 'book.ods')

describe('OpenDocument', () => {
  test('cells of every type', async () => {
    const cells = [
      number('0.10000000000000001'), '<table:table-cell office:value-type="percentage" office:value="0.5"/>', '<table:table-cell office:value-type="currency" office:currency="EUR" office:value="12.50"/>',
      '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>', '<table:table-cell office:value-type="date" office:date-value="2024-02-29"/>',
      '<table:table-cell office:value-type="date" office:date-value="2024-02-29T10:30:00.250000000"/>', '<table:table-cell office:value-type="time" office:time-value="PT36H05M00.5S"/>',
      '<table:table-cell office:value-type="string"><text:p>a<text:s text:c="3"/>b<text:tab/>c</text:p><text:p>d <text:span>e</text:span><text:line-break/>f</text:p></table:table-cell>',
      '<table:table-cell office:value-type="string" office:string-value="by attribute"><text:p>shown</text:p></table:table-cell>', '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>',
      '<table:table-cell table:formula="of:=1+1"/>', '<table:table-cell/>',
      `<table:table-cell office:value-type="string"><office:annotation><text:p>a comment</text:p></office:annotation><text:p>007</text:p></table:table-cell>`,
    ]
    const { rows: [first], facts } = await read(odsOf(table(row(...cells.map((_, i) => p(`h${i}`))) + row(...cells))), { header: 1, skipRows: 0 })
    expect(first).toEqual(['0.1', '0.5', '12.5', 'true', '2024-02-29', '2024-02-29T10:30:00.25', '36:05:00.5', 'a   b\tc\nd e\nf', 'by attribute', '#N/A', null, null, '007'])
    expect(facts.notes).toEqual([
      '1 cell holds an error, read as text: 1 #N/A', '1 formula has no stored value and is read as missing; open the workbook in a spreadsheet program and save it to store them',
    ])
  })

  test('repeated rows and cells; a million empty rows at the end', async () => {
    const rows = `${row(p('a'), p('b'), p('c'))}${row(`<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1"/>`, p('x'), '<table:table-cell table:number-columns-repeated="16381"/>')}`
      + '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
      + `<table:table-row table:number-rows-repeated="2">${number(7)}${number(8)}${number(9)}</table:table-row>`
      + '<table:table-row table:number-rows-repeated="1048569"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    const { rows: records, lines, facts } = await read(odsOf(table(rows)))
    expect({ records, lines }).toEqual({ records: [['1', '1', 'x'], ['7', '8', '9'], ['7', '8', '9']], lines: [2, 6, 7] })
    expect(facts.notes).toEqual(['3 blank rows between the records are left out'])
  })

  test('repetitions without end are refused', async () => {
    const cells = `<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>`
    await expect(read(odsOf(table(cells)))).rejects.toMatchObject({ code: 'workbook_too_large' })
    await expect(read(odsOf(table(`<table:table-row table:number-rows-repeated="9999999">${number(1)}</table:table-row>`)))).rejects.toMatchObject({ code: 'damaged_workbook' })
  })

  test('sheets, hidden ones, merged areas', async () => {
    const styles = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    const covered = '<table:covered-table-cell/>'
    const tables = table(row(p('s'), p('t')) + row(number(1), number(2)), 'table:name="Secret" table:style-name="ta2"')
      + table(row('<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1" office:value-type="string"><text:p>A title</text:p></table:table-cell>', covered) + row(p('a'), p('b')) + row(number(1), number(2)) + row(number(3), number(4)))
    const bytes = odsOf(tables, { styles })
    expect(await listSheets(memorySource(bytes), 'ods')).toEqual([{ name: 'Secret', visibility: 'hidden', isHidden: true }, { name: 'Data', visibility: 'visible', isHidden: false }])
    const { columns, rows, facts } = await read(bytes)
    expect({ columns, rows, sheet: facts.sheet }).toEqual({ columns: ['a', 'b'], rows: [['1', '2'], ['3', '4']], sheet: 'Data' })
    expect((await read(bytes, { sheet: 'Secret' })).rows).toEqual([['1', '2']])
    expect(await previewSheet(memorySource(bytes), 'ods', 2, 2)).toEqual([['A title'], ['a', 'b']])
  })

  test('password, damage, other documents', async () => {
    await expect(read(odsOf('', { manifest: '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>' }))).rejects.toMatchObject({ code: 'encrypted_workbook' })
    await expect(read(zipOf({ 'mimetype': MIMETYPE, 'content.xml': '<office:document-content><office:body>' }))).rejects.toMatchObject({ code: 'damaged_workbook' })
    await expect(read(zipOf({ 'mimetype': 'application/vnd.oasis.opendocument.text', 'content.xml': '<a><b:text/></a>' }))).rejects.toMatchObject({ code: 'not_a_workbook' })
  })
})
