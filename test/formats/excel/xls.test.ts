import * as xlsx from '@e965/xlsx'
import { describe, expect, test } from 'vitest'
import { listSheets, workbookKindOf } from '../../../engine/formats/excel/index.ts'
import { memorySource } from '../../support/memory-source.ts'
import { readSheet, rowsXml, xlsxOf, zipOf } from './make-workbook.ts'

function bookOf(sheets: Readonly<Record<string, xlsx.WorkSheet>>, { date1904 = false, hidden = [] as readonly number[] } = {}): xlsx.WorkBook {
  return { SheetNames: Object.keys(sheets), Sheets: sheets, Workbook: { WBProps: { date1904 }, Sheets: Object.keys(sheets).map((name, i) => ({ name, Hidden: (hidden[i] ?? 0) as 0 | 1 | 2 })) } }
}
const bytesOf = (book: xlsx.WorkBook, bookType: 'biff8' | 'biff5' | 'biff2' | 'xlsb' = 'biff8'): Uint8Array => new Uint8Array(xlsx.write(book, { type: 'array', bookType }) as ArrayBuffer)
/** What the library's module for containers can do, which its types leave open. */
interface CompoundFiles {
  readonly utils: { cfb_new(): object, cfb_add(container: object, path: string, content: Uint8Array): void }
  write(container: object, options: { readonly type: 'array' }): number[]
}
const read = (bytes: Uint8Array, options = {}): ReturnType<typeof readSheet> => readSheet(bytes, { kind: 'xls', ...options }, 'book.xls')

const sheet = (): xlsx.WorkSheet => {
  const cells = xlsx.utils.aoa_to_sheet([['text', 'number', 'day', 'flag', 'error'], ['007', 0.1, null, true, null], ['größer', -3, null, false, null]])
  cells.C2 = { t: 'n', v: 45351, z: 'yyyy-mm-dd' }
  cells.C3 = { t: 'n', v: 45351.5, z: 'yyyy-mm-dd hh:mm' }
  cells.E3 = { t: 'e', v: 0x2a }
  return cells
}

describe('older workbooks', () => {
  test.each(['biff8', 'xlsb'] as const)('cells of %s', async type => {
    const { columns, rows, lines, facts } = await read(bytesOf(bookOf({ Data: sheet() }), type))
    expect({ columns, rows, lines }).toEqual({ columns: ['text', 'number', 'day', 'flag', 'error'], lines: [2, 3], rows: [['007', '0.1', '2024-02-29', 'true', null], ['größer', '-3', '2024-02-29T12:00:00', 'false', '#N/A']] })
    expect(facts).toEqual({ sheet: 'Data', notes: ['1 cell holds an error, read as text: 1 #N/A'] })
  })

  test.each(['biff5', 'biff2'] as const)('%s has the texts of its code page', async type => {
    const bytes = bytesOf(bookOf({ Data: xlsx.utils.aoa_to_sheet([['a', 'b'], ['gr..er', 1], ['x', 2]]) }), type)
    const at = Buffer.from(bytes).indexOf('gr..er')
    bytes.set([0xf6, 0xdf], at + 2)
    expect(await read(bytes)).toMatchObject({ columns: ['a', 'b'], rows: [['größer', '1'], ['x', '2']] })
  })

  test('dates of 1904', async () => {
    const cells = xlsx.utils.aoa_to_sheet([['day', 'n'], [null, 1]])
    cells.A2 = { t: 'n', v: 0, z: 'yyyy-mm-dd' }
    const day = (await read(bytesOf(bookOf({ Data: cells }, { date1904: true })))).rows[0]?.[0]
    expect(day).toBe('1904-01-01')
  })

  test('hidden sheets, merged areas', async () => {
    const cells = xlsx.utils.aoa_to_sheet([['A title', null], ['a', 'b'], [1, 2], [3, 4]])
    cells['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: 1 } }]
    const bytes = bytesOf(bookOf({ Secret: sheet(), Data: cells, Deep: sheet() }, { hidden: [1, 0, 2] }))
    expect(await listSheets(memorySource(bytes), 'xls')).toEqual([
      { name: 'Secret', visibility: 'hidden', isHidden: true }, { name: 'Data', visibility: 'visible', isHidden: false }, { name: 'Deep', visibility: 'very hidden', isHidden: true },
    ])
    const { columns, rows, facts } = await read(bytes)
    expect({ columns, rows, sheet: facts.sheet }).toEqual({ columns: ['a', 'b'], rows: [['1', '2'], ['3', '4']], sheet: 'Data' })
    await expect(read(bytes, { sheet: 'None' })).rejects.toMatchObject({ code: 'no_such_sheet' })
  })

  test('the bytes say what a file is, not its name', async () => {
    expect((await readSheet(bytesOf(bookOf({ Data: sheet() })), { kind: 'xlsx' })).columns).toHaveLength(5)
    expect((await read(xlsxOf({ sheets: [{ rows: rowsXml([['a', 'b'], [1, 2]]) }] }))).columns).toEqual(['a', 'b'])
  })

  test('encrypted, cut off, nothing of the sort', async () => {
    const cfb = xlsx.CFB as CompoundFiles
    const container = cfb.utils.cfb_new()
    cfb.utils.cfb_add(container, '/EncryptionInfo', new Uint8Array(64))
    cfb.utils.cfb_add(container, '/EncryptedPackage', new Uint8Array(9000))
    const encrypted = Uint8Array.from(cfb.write(container, { type: 'array' }))
    await expect(readSheet(encrypted)).rejects.toMatchObject({ code: 'encrypted_workbook', message: 'book.xlsx is protected with a password and cannot be read' })
    const whole = bytesOf(bookOf({ Data: sheet() }))
    for (let length = 600; length <= whole.length - 512; length += 100) {
      // Never read in part, and told in our words instead of those of a library's code.
      await expect(read(whole.slice(0, length))).rejects.toMatchObject({ code: 'damaged_workbook', message: expect.not.stringMatching(/undefined|properties|not a function/) as string })
    }
    await expect(read(new TextEncoder().encode('<html><table><tr><td>1</td></tr></table></html>'))).rejects.toMatchObject({ code: 'not_a_workbook', message: 'book.xls is no workbook: it does not begin as an .xls file does, but with text' })
  })
})

test('kinds by their first bytes', () => {
  expect(workbookKindOf(bytesOf(bookOf({ Data: sheet() })))).toBe('xls')
  expect(workbookKindOf(xlsxOf({ sheets: [{ rows: '' }] }))).toBe('xlsx')
  expect(workbookKindOf(bytesOf(bookOf({ Data: sheet() }), 'xlsb'))).toBe('xlsx')
  expect(workbookKindOf(zipOf({ 'mimetype': 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '' }, { method: 0 }))).toBe('ods')
  expect(workbookKindOf(zipOf({ 'mimetype': 'application/vnd.oasis.opendocument.text', 'content.xml': '' }, { method: 0 }))).toBeUndefined()
  expect(workbookKindOf(zipOf({ 'word/document.xml': 'xl' }))).toBeUndefined()
  expect(workbookKindOf(zipOf({ 'data.csv': 'a,b' }))).toBeUndefined()
  expect(workbookKindOf(new TextEncoder().encode('a,b\n1,2'))).toBeUndefined()
})
