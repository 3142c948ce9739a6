import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Utf8Pieces } from '../../engine/base/utf8-pieces.ts'
import { defaultDialect, type CsvDialect } from '../../engine/formats/csv/index.ts'
import { isNullCell, splitRecord } from '../../engine/formats/csv/cells.ts'
import type { Recipe } from '../../engine/recipe/index.ts'
import { CompiledEnvelopes } from '../../engine/runtime/compiled-envelopes.ts'
import { envelopeForm, type Place } from '../../engine/runtime/envelope-form.ts'
import { EnvelopeWriter } from '../../engine/runtime/envelope.ts'
import { rowErrors } from '../../engine/runtime/rejects.ts'
import type { RejectsInput, RunIdentity } from '../../engine/runtime/scanned-input.ts'
import { nastyText } from '../support/arbitrary.ts'
import { planOf } from '../support/verdict.ts'

const columns = ['a', 'b "quoted"', 'ç\n']
const rules: Recipe['rules'] = [
  { type: 'length', column: 'a', max: 3 },
  { type: 'not_blank', columns: columns.slice(1) },
  { type: 'expression', expr: 'a <> "ç\n"', severity: 'warn' },
  { type: 'in_set', column: 'ç\n', values: ['x'], message: '{column} "{value}" is \\ not {value}' },
  ...Array.from({ length: 40 }, (_, min) => ({ type: 'length', column: 'b "quoted"', min, severity: min % 3 === 0 ? 'warn' as const : 'error' as const })),
]
const plan = planOf({ columns, recipe: { schema: { fields: [{ name: 'a', type: 'string', required: true }] }, rules } })
const numWords = Math.ceil(plan.checks.length / 32)
const run: RunIdentity = {
  runId: 'a "run"', startedAt: '2024-03-01T12:00:00.000Z', uri: 'ÿ\\in.csv', inputFingerprint: 'sha256:1', recipe: { name: 'r', version: null, fingerprint: 'f' }, primaryKey: ['ç\n', 'a'],
}
const clock = { nowMicros: 0n }

const dialects = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', 'x'), quote: fc.constantFrom('"', "'", null), null_tokens: fc.constantFrom([''], ['', 'NA', 'ü'], []), quoted_nulls: fc.boolean(),
}).map((change): CsvDialect => ({ ...defaultDialect, ...change, escape: change.quote }))

/** A sentence has no more than 79 characters of a value of more than 80: of some the cut is within an escape, or behind a character of several bytes. */
const aroundCut = fc.tuple(fc.integer({ min: 77, max: 82 }), fc.constantFrom('', '"', '\\', '\n', 'ü', '😀', 'zz', '"\\"\\'), fc.constantFrom('', 'y', 'ü'.repeat(9), 'y'.repeat(300)))
  .map(([length, within, after]) => 'x'.repeat(length) + within + after)

const cell = fc.oneof(nastyText(), fc.constantFrom('', 'NA', 'ü', '"', "'", '\u001f\b\t\r\n\f\u007f\\', 'x'.repeat(79), 'ü'.repeat(41)), aroundCut)

/** A record as a file has it, or undefined where a dialect without quotes cannot write its cells. */
function recordOf(cells: readonly { readonly text: string, readonly isQuoted: boolean }[], { delimiter, quote }: CsvDialect): string | undefined {
  const written = cells.map(({ text, isQuoted }) => {
    const isPlain = !/[\r\n]/.test(text) && !text.includes(delimiter) && !(quote !== null && text.includes(quote))
    return isPlain && !(isQuoted && quote !== null) ? text : quote === null ? undefined : quote + text.replaceAll(quote, quote + quote) + quote
  })
  return written.includes(undefined) ? undefined : written.join(delimiter)
}

/** The same, an object of JavaScript made into JSON. */
function expected({ ordinal, line, byteOffset }: Place, record: string, words: readonly number[], dialect: CsvDialect): string {
  const { cells, quoted } = splitRecord(record, dialect)
  const value = (name: string): string | null => {
    const position = columns.indexOf(name)
    const text = cells[position]
    return text === undefined || isNullCell(text, quoted[position] ?? false, dialect) ? null : text
  }
  const errors = rowErrors(plan, words, value)
  const objectOf = (names: readonly string[]) => Object.fromEntries(names.map(name => [name, value(name)]))
  return JSON.stringify({
    row_id: { input: 0, sheet: null, ordinal },
    source: { uri: run.uri, input_fingerprint: run.inputFingerprint, sheet: null, ordinal, line, byte_offset: byteOffset },
    key: objectOf(run.primaryKey ?? []), raw: null, record: objectOf(columns),
    errors: errors.filter(({ severity }) => severity === 'error'), warnings: errors.filter(({ severity }) => severity === 'warn'), changes: [],
    run_id: run.runId, recipe: run.recipe, rule_set_fingerprint: plan.fingerprint, first_seen: run.startedAt, attempts: 1, status: 'open',
  })
}

const place = fc.record({ ordinal: fc.integer({ min: 1, max: 2 ** 40 }), line: fc.integer({ min: 1, max: 2 ** 52 }), byteOffset: fc.option(fc.maxSafeNat(), { nil: null }) })
const row = fc.record({
  place, cells: fc.array(fc.record({ text: cell, isQuoted: fc.boolean() }), { minLength: 1, maxLength: 4 }),
  words: fc.array(fc.integer({ min: 0, max: 0xffffffff }), { minLength: numWords, maxLength: numWords })
    .map(words => words.map((word, index) => index === numWords - 1 ? word & (2 ** (plan.checks.length % 32) - 1) : word)),
})

const inputOf = (dialect: CsvDialect): RejectsInput => ({ dialect, columns, source: { read: () => Promise.reject(new Error('not read')) }, index: { every: 1, lines: new Float64Array(0), byteOffsets: new Float64Array(0) } as never })

test('an envelope says what JSON.stringify does of the same object, whoever writes it', () => {
  let byWasm = 0
  let all = 0
  fc.assert(fc.property(dialects, fc.array(row, { minLength: 1, maxLength: 6 }), (dialect, rows) => {
    const input = inputOf(dialect)
    const pieces = new Utf8Pieces()
    const writer = new EnvelopeWriter(plan, input, run, clock, pieces)
    const compiled = CompiledEnvelopes.of(envelopeForm(plan, input, run), dialect)
    const wanted: string[] = []
    for (const { place, cells, words } of rows) {
      const record = recordOf(cells, dialect)
      if (record === undefined) continue
      const bytes = new TextEncoder().encode(record)
      wanted.push(expected(place, new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), words, dialect))
      writer.add(place, bytes, words)
      all++
      if (compiled?.write(place, bytes, words) === true) byWasm++
    }
    writer.end()
    writer.free()
    compiled?.free()
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(pieces.take()).split('\n')).toEqual([...wanted, ''])
  }), { numRuns: 400 })
  // Long values in sentences are not for WebAssembly.
  expect(byWasm).toBeGreaterThan(all / 3)
})

test('there is room for more than its memory holds', () => {
  const record = new TextEncoder().encode(`"${'é'.repeat(9_000)}",${'x'.repeat(9_000)},\\`)
  const pieces = new Utf8Pieces()
  const writer = new EnvelopeWriter(plan, inputOf(defaultDialect), run, clock, pieces)
  for (let ordinal = 1; ordinal <= 200; ordinal++) writer.add({ ordinal, line: ordinal, byteOffset: 0 }, record, new Array<number>(numWords).fill(0))
  writer.end()
  writer.free()
  const lines = new TextDecoder().decode(pieces.take()).trimEnd().split('\n')
  expect(lines.map(line => (JSON.parse(line) as { row_id: { ordinal: number } }).row_id.ordinal)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
  expect(new Set(lines.map(line => JSON.stringify((JSON.parse(line) as { record: unknown }).record)))).toEqual(new Set([JSON.stringify({ a: 'é'.repeat(9_000), 'b "quoted"': 'x'.repeat(9_000), 'ç\n': '\\' })]))
})
