import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Utf8Pieces } from '../../../engine/base/utf8-pieces.ts'
import { defaultDialect, isNullCell, recordCells, splitRecord, type CsvDialect } from '../../../engine/formats/csv/index.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const jsonOf = (write: (pieces: Utf8Pieces) => void): string => {
  const pieces = new Utf8Pieces(64)
  write(pieces)
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(pieces.take())
}

/** As docs/csv.md has them, by the function that splits a record's text. */
function expected(record: string, dialect: CsvDialect, columns: number): readonly (string | null)[] {
  const { cells, quoted } = splitRecord(record, dialect)
  return Array.from({ length: columns }, (_, i) => i >= cells.length || isNullCell(cells[i] ?? '', quoted[i] ?? false, dialect) ? null : cells[i] ?? '')
}

const dialects: readonly CsvDialect[] = [
  defaultDialect,
  { ...defaultDialect, quoted_nulls: false, null_tokens: ['', 'N/A', 'é', '"'] },
  { ...defaultDialect, null_tokens: [] },
  { ...defaultDialect, delimiter: ';', quote: "'", escape: "'" },
  { ...defaultDialect, delimiter: '\t', quote: null, escape: null },
  { ...defaultDialect, escape: '\\' },
  { ...defaultDialect, delimiter: '||' },
  { ...defaultDialect, delimiter: '§' },
]

const cell = fc.array(fc.constantFrom('a', '"', "'", '\\', 'é', '𝄞', '\uFEFF', ' ', '\t', '\u0001', '\u007f', '\n', 'N/A', '7'), { maxLength: 5 }).map(parts => parts.join(''))

/** A well-formed record: cells that could not stand plain are quoted, others now and then. */
function written(cells: readonly (readonly [string, boolean])[], { delimiter, quote, escape }: CsvDialect): string {
  return cells.map(([text, isQuoted]) => {
    if (quote === null) return text.replaceAll(delimiter, '').replaceAll('\n', '')
    if (!isQuoted && !text.includes(delimiter) && !text.includes('\n') && !text.startsWith(quote)) return text
    const doubled = escape === quote ? text.replaceAll(quote, quote + quote) : text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)
    return `${quote}${doubled}${quote}`
  }).join(delimiter)
}

describe('the cells of a record, from its bytes', () => {
  test('are those of its text, as text and as JSON, whatever the dialect', () => {
    fc.assert(fc.property(fc.constantFrom(...dialects), fc.array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 4 }), (dialect, records) => {
      const found = recordCells(dialect)
      for (const cells of records) {
        const record = written(cells, dialect)
        found.read(bytes(record))
        const columns = cells.length + 1
        const wanted = expected(record, dialect, columns)
        expect(wanted.map((_, i) => found.text(i))).toEqual(wanted)
        expect(wanted.map((_, i) => jsonOf(pieces => { found.addJson(i, pieces) }))).toEqual(wanted.map(text => JSON.stringify(text)))
      }
    }), { numRuns: 500 })
  })

  test('there are none at positions that a record does not have', () => {
    for (const dialect of dialects) {
      const cells = recordCells(dialect)
      cells.read(bytes('a'))
      expect([cells.text(-1), cells.text(0), cells.text(1)]).toEqual([null, 'a', null])
    }
  })
})

describe('JSON in pieces of UTF-8', () => {
  const texts = ['', 'plain', 'a "quoted" one', 'back\\slash', 'tab\tand\u0000NUL\u001f', 'DEL\u007f', 'é𝄞\uFEFF', '\ud800 alone', 'x'.repeat(70_000), `${'y'.repeat(70_000)}"é`]
  test.each(texts.map(text => [text.slice(0, 20), text]))('%j as JSON.stringify writes it', (_, text) => {
    expect(jsonOf(pieces => { pieces.addJsonText(text) })).toBe(JSON.stringify(text))
    if (!text.includes('\ud800 ')) expect(jsonOf(pieces => { pieces.addJson(bytes(`<${text}>`), 1, 1 + bytes(text).length) })).toBe(JSON.stringify(text))
  })

  test('short texts, long ones and bytes follow each other', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '𝄞'), maxLength: 200 }), { maxLength: 12 }), texts => {
      expect(jsonOf(pieces => { for (const [i, text] of texts.entries()) if (i % 2 === 0) pieces.add(text); else pieces.addBytes(bytes(text)) })).toBe(texts.join(''))
    }))
  })
})
