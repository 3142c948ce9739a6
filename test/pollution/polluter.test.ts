import { describe, expect, test } from 'vitest'
import { createRandom } from '../../app/sample/random.ts'
import { draftOf, withStyle, type Style } from './draft.ts'
import { encodeText, INVALID_BYTE } from './encode.ts'
import { faults } from './faults.ts'
import { readPlainly, type PlainDialect } from './plain-reader.ts'
import { score } from './score.ts'
import { localTables, tables } from './tables.ts'
import { faultPairs, pairs, pollute, singles, type Variant } from './variants.ts'
import { writeDraft } from './writer.ts'

const faultOf = (id: string) => {
  const found = faults.find(fault => fault.id === id)
  if (found === undefined) throw new Error(`there is no fault ${id}`)
  return found
}
const variantsOf = (id: string) => singles([faultOf(id)])
const textOf = ({ bytes }: Pick<Variant, 'bytes'>, encoding = 'utf-8') => new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes)

describe('tables', () => {
  test.each([...tables, ...localTables].map(table => [table.name, table] as const))('%s is rectangular, trimmed and has 30 to 400 rows', (_, { header, rows }) => {
    expect(rows.length).toBeGreaterThanOrEqual(30)
    expect(rows.length).toBeLessThanOrEqual(400)
    expect(new Set(header).size).toBe(header.length)
    for (const row of [header, ...rows]) {
      expect(row).toHaveLength(header.length)
      expect(row.filter(cell => cell !== cell.trim())).toEqual([])
    }
  })

  test('have names of their own', () => {
    const names = [...tables, ...localTables].map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})

const comma: PlainDialect = { delimiter: ',', quote: '"', escape: '"', lineEnd: /\r\n|\n/ }
/** What has to be said for the files of a fault, and what of their style it takes to write them so. */
const PLAIN: readonly (readonly [id: string, said: Partial<PlainDialect>])[] = [
  ['clean', {}], ['delimiter-semicolon', { delimiter: ';' }], ['delimiter-tab', { delimiter: '\t' }], ['delimiter-pipe', { delimiter: '|' }], ['delimiter-caret', { delimiter: '^' }],
  ['delimiter-tilde', { delimiter: '~' }], ['delimiter-colon', { delimiter: ':' }], ['delimiter-double-pipe', { delimiter: '||' }], ['delimiter-double-colon', { delimiter: '::' }],
  ['delimiter-double-semicolon', { delimiter: ';;' }], ['delimiter-control-a', { delimiter: '\x01' }], ['delimiter-broken-bar', { delimiter: '¦' }], ['delimiter-section', { delimiter: '§' }],
  ['delimiter-space', { delimiter: ' ' }], ['delimiter-spaced-pipe', { delimiter: ' | ' }],
  ['quotes-single', { quote: "'", escape: "'" }], ['quotes-single-where-needed', { quote: "'", escape: "'" }], ['quotes-around-all', {}], ['quotes-around-texts', {}], ['quotes-doubled', {}],
  ['quotes-at-both-ends', {}], ['quotes-escaped-by-backslash', { escape: '\\' }], ['quotes-bare-within-cell', {}], ['quotes-for-inches', {}], ['apostrophes', {}], ['quotes-around-empty-cells', {}],
  ['line-end-crlf', {}], ['line-end-cr', { lineEnd: /\r/ }], ['line-end-mixed', {}], ['line-end-cr-cr-lf', { lineEnd: /\r\r\n/ }], ['line-end-missing-at-end', {}], ['blank-lines-at-end', {}],
  ['blank-lines-between', {}], ['blank-line-behind-each', {}], ['blank-line-below-header', {}], ['blank-lines-at-start', {}], ['labels-twice', {}], ['labels-empty', {}], ['labels-first-empty', {}], ['labels-are-years', {}],
  ['labels-with-line-ends', {}], ['index-without-label', {}], ['decimal-comma-and-semicolon', { delimiter: ';' }], ['decimal-comma-in-quotes', {}], ['thousands-in-quotes', {}], ['very-long-cell', {}],
  ['many-line-ends-in-one-cell', {}], ['line-ends-in-many-cells', {}], ['spaces-behind-delimiters', { delimiter: ', ' }], ['spaces-around-delimiters', { delimiter: ' , ' }],
  ['two-records', {}], ['one-record', {}], ['one-column', {}], ['header-only', {}],
]

describe('the truth is what a reader finds that is told the dialect', () => {
  test.each(PLAIN)('%s', (id, said) => {
    const variants = variantsOf(id)
    expect(variants.length).toBeGreaterThan(0)
    for (const variant of variants) {
      const [header = null, ...records] = readPlainly(textOf(variant), { ...comma, ...said })
      expect([variant.name, score(variant.truth, { header, records }).overall]).toEqual([variant.name, 1])
    }
  })

  test('and another dialect is found wrong', () => {
    for (const variant of variantsOf('delimiter-pipe')) {
      const [header = null, ...records] = readPlainly(textOf(variant), comma)
      expect(score(variant.truth, { header, records }).overall).toBeLessThan(0.1)
    }
  })
})

const plainRecords = (text: string) => readPlainly(text, comma)

describe('what stands around and between records', () => {
  test('lines above the table are those the recipe skips', () => {
    for (const { id, recipe } of faults.filter(({ recipe = '' }) => recipe.startsWith('skip_rows'))) {
      const skipped = Number(recipe?.split(' ')[1])
      for (const variant of singles([faultOf(id)])) {
        const [header = null, ...records] = plainRecords(textOf(variant).split('\n').slice(skipped).join('\n'))
        expect([variant.name, score(variant.truth, { header, records }).overall]).toEqual([variant.name, 1])
      }
    }
  })

  test('lines below the table, blank ones not counted, are those the recipe skips', () => {
    for (const { id, recipe } of faults.filter(({ recipe = '' }) => recipe.startsWith('skip_footer'))) {
      for (const variant of singles([faultOf(id)])) {
        const [header = null, ...records] = plainRecords(textOf(variant)).slice(0, -Number(recipe?.split(' ')[1]))
        expect([variant.name, score(variant.truth, { header, records }).overall]).toEqual([variant.name, 1])
      }
    }
  })

  test('comments are the lines that start as the recipe says', () => {
    for (const { id, recipe = '' } of faults.filter(({ recipe = '' }) => recipe.startsWith('comment'))) {
      const mark = JSON.parse(recipe.slice('comment: '.length)) as string
      for (const variant of singles([faultOf(id)])) {
        const [header = null, ...records] = plainRecords(textOf(variant).split('\n').filter(line => !line.startsWith(mark)).join('\n'))
        expect([variant.name, score(variant.truth, { header, records }).overall]).toEqual([variant.name, 1])
      }
    }
  })

  test('delimiters behind the last cell, of records and of all', () => {
    for (const [id, ofHeader] of [['delimiter-behind-records', 0], ['delimiter-behind-all', 1]] as const) {
      for (const variant of variantsOf(id)) {
        const [labels = [], ...rows] = plainRecords(textOf(variant))
        expect(labels).toHaveLength((variant.truth.header?.length ?? 0) + ofHeader)
        expect(rows.every(row => row.at(-1) === '')).toBe(true)
        const read = { header: ofHeader === 1 ? labels.slice(0, -1) : labels, records: rows.map(row => row.slice(0, -1)) }
        expect(score(variant.truth, read).overall).toBe(1)
      }
    }
  })

  test('lines in quotes are CSV within CSV', () => {
    for (const variant of variantsOf('lines-in-quotes')) {
      const inner = plainRecords(textOf(variant))
      expect(inner.every(cells => cells.length === 1)).toBe(true)
      const [header = null, ...records] = plainRecords(inner.flat().join('\n'))
      expect([variant.name, score(variant.truth, { header, records }).overall]).toEqual([variant.name, 1])
    }
  })

  test('fixed-width cells start or end where others of their column do', () => {
    for (const variant of [...variantsOf('fixed-width'), ...variantsOf('fixed-width-with-numbers-to-the-right')]) {
      const { header, records } = variant.truth
      const rows = [header ?? [], ...records]
      const widths = (header ?? []).map((_, column) => Math.max(...rows.map(cells => Array.from(cells[column] ?? '').length)))
      const cut = (line: string) => widths.map((width, column) => {
        const start = widths.slice(0, column).reduce((sum, before) => sum + before + 2, 0)
        return Array.from(line).slice(start, start + width).join('')
      })
      const [labels = null, ...found] = textOf(variant).split('\n').filter(line => line !== '').map(cut)
      expect([variant.name, score(variant.truth, { header: labels, records: found }).overall]).toEqual([variant.name, 1])
    }
  })
})

test('a spoiled record is the only one that cannot be read', () => {
  for (const id of ['record-too-short', 'record-too-long']) {
    for (const variant of variantsOf(id)) {
      const [header = [], ...rows] = plainRecords(textOf(variant))
      const wrong = rows.flatMap((row, at) => (row.length === header.length ? [] : [at]))
      expect(wrong).toEqual(variant.truth.spoiled)
      expect(score(variant.truth, { header, records: rows.filter(row => row.length === header.length) }).overall).toBe(1)
    }
  }
  for (const variant of variantsOf('nul-byte')) expect(textOf(variant).split('\0')).toHaveLength(2)
  for (const variant of variantsOf('invalid-byte')) {
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(variant.bytes)).toThrow(TypeError)
    expect(variant.bytes.filter(byte => byte === 0xff)).toHaveLength(1)
  }
  for (const variant of variantsOf('quote-never-closed-in-one-record')) {
    expect(variant.truth.spoiled).toHaveLength(1)
    expect((textOf(variant).match(/"/g) ?? []).length % 2).toBe(1)
  }
})

describe('encodings', () => {
  const clean = new Map(singles([faultOf('clean')]).map(({ table, bytes }) => [table, new TextDecoder().decode(bytes)]))

  /** What a decoder that takes windows-1252 for Latin-1 leaves of the marks that the tables hold. */
  const withWindowsMarks = (text: string) => text.replaceAll('\x80', '€').replaceAll('\x93', '“').replaceAll('\x94', '”').replaceAll('\x96', '–')

  test.each(faults.filter(({ group }) => group === 'encoding').map(({ id }) => id))('%s decodes to the same text', (id) => {
    const encoding = id.replace(/-with(out)?-mark$/, '')
    const variants = variantsOf(id)
    expect(variants.length).toBeGreaterThan(0)
    for (const variant of variants) {
      const text = withWindowsMarks(new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(variant.bytes))
      expect(text.startsWith('\uFEFF')).toBe(id.endsWith('-with-mark'))
      const [header = null, ...records] = plainRecords(text.replace(/^\uFEFF/, ''))
      expect(score(variant.truth, { header, records }).overall).toBe(1)
      if (clean.has(variant.table)) expect(text.replace(/^\uFEFF/, '')).toBe(clean.get(variant.table))
    }
  })

  test('bytes are those the standards say', () => {
    expect([...encodeText('é€', 'windows-1252') ?? []]).toEqual([0xe9, 0x80])
    expect([...encodeText('“–”', 'windows-1252') ?? []]).toEqual([0x93, 0x96, 0x94])
    expect([...encodeText('ü€', 'macintosh') ?? []]).toEqual([0x9f, 0xdb])
    expect([...encodeText('Ł', 'iso-8859-2') ?? []]).toEqual([0xa3])
    expect([...encodeText('Ж', 'koi8-r') ?? []]).toEqual([0xf6])
    expect([...encodeText('表', 'shift_jis') ?? []]).toEqual([0x95, 0x5c])
    expect([...encodeText('中', 'big5') ?? []]).toEqual([0xa4, 0xa4])
    expect([...encodeText('é', 'utf-16be') ?? []]).toEqual([0x00, 0xe9])
    expect([...encodeText(`a${INVALID_BYTE}b`, 'utf-8') ?? []]).toEqual([0x61, 0xff, 0x62])
  })

  test('what an encoding has no character for is not written', () => {
    expect(encodeText('Жук', 'windows-1252')).toBeUndefined()
    expect(encodeText('日本', 'iso-8859-2')).toBeUndefined()
  })
})

describe('the writer', () => {
  const write = (rows: readonly (readonly string[])[], style: Partial<Style>) =>
    textOf(writeDraft(withStyle(draftOf({ name: 't', header: ['a', 'b'], rows }), style), createRandom(1)) ?? { bytes: new Uint8Array() })

  test.each<readonly [Partial<Style>, string]>([
    [{}, 'a,b\nx,"1,5"\n"say ""so""",\n'],
    [{ delimiter: ';' }, 'a;b\nx;1,5\n"say ""so""";\n'],
    [{ quote: "'" }, "a,b\nx,'1,5'\nsay \"so\",\n"],
    [{ quoting: 'all', lineEnd: '\r\n', isEnded: false }, '"a","b"\r\n"x","1,5"\r\n"say ""so""",""'],
    [{ escape: 'backslash', quotesEmpty: true }, 'a,b\nx,"1,5"\n"say \\"so\\"",""\n'],
    [{ hasBareQuotes: true, trailing: 'records' }, 'a,b\nx,"1,5",\nsay "so",,\n'],
    [{ padding: ['', ' '], trailing: 'all' }, 'a, b,\nx, "1,5",\n"say ""so""", ,\n'],
    [{ layout: 'fixed-left' }, 'a         b\nx         1,5\nsay "so"\n'],
  ])('%j', (style, text) => {
    expect(write([['x', '1,5'], ['say "so"', '']], style)).toBe(text)
  })
})

describe('variants', () => {
  const all = singles()

  test('every fault is found in some table, and changes it', () => {
    const seen = new Set(all.flatMap(variant => variant.faults.map(({ id }) => id)))
    expect(faults.map(({ id }) => id).filter(id => !seen.has(id))).toEqual([])
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length)
    const clean = new Map(all.filter(({ faults: [fault] }) => fault?.id === 'clean').map(({ table, bytes }) => [table, bytes]))
    const unchanged = all.filter(({ table, bytes, faults: [fault] }) => fault?.id !== 'clean' && Buffer.compare(bytes, clean.get(table) ?? new Uint8Array()) === 0)
    expect(unchanged.map(({ name }) => name)).toEqual([])
  })

  test('are the same every time', () => {
    const again = singles()
    expect(again.map(({ name }) => name)).toEqual(all.map(({ name }) => name))
    expect(again.every(({ bytes }, i) => Buffer.compare(bytes, all[i]?.bytes ?? new Uint8Array()) === 0)).toBe(true)
    expect(pairs(30).map(({ name, bytes }) => [name, bytes.length])).toEqual(pairs(30).map(({ name, bytes }) => [name, bytes.length]))
  })

  test('of two faults have both', () => {
    const byId = new Map(faults.map(fault => [fault.id, fault]))
    const [tab, title] = [byId.get('delimiter-tab'), byId.get('title')]
    const [customers] = tables
    const both = customers && tab && title && pollute(customers, [title, tab])
    expect(both && textOf(both).split('\n').slice(0, 2)).toEqual(['Quarterly overview 2024', customers?.header.join('\t')])
    expect(both?.truth.records).toHaveLength(customers?.rows.length ?? 0)
  })

  test('of two faults have two that change different parts', () => {
    expect(faultPairs().length).toBeGreaterThan(1000)
    for (const { faults: [a, b] } of pairs(100)) expect(a?.aspects.filter(aspect => b?.aspects.includes(aspect))).toEqual([])
  })
})
