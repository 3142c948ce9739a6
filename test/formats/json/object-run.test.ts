import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ObjectRuns } from '../../../engine/formats/json/object-run.ts'
import { readJsonStretch } from '../../../engine/formats/json/json-stretch.ts'
import { RecordLines } from '../../../engine/formats/json/record-lines.ts'
import { RecordReader } from '../../../engine/formats/json/record-reader.ts'

const COLUMNS = ['id', 'a longer name than a vector holds', 'ü', '']
const LF = 0x0a

const written = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('"a"', '""', '"Main Street 12, third floor"', '12', '-0.5', '0', 'true', 'false', 'null', '"é"', '"日本語の長いテキスト、です"', '"😀"', `"${'x'.repeat(40)}"`, '"fifteen letters"', '"sixteen letters!"') },
  { weight: 2, arbitrary: fc.constantFrom('"say \\"so\\""', '"\\\\"', '"\\/"', '"a\\nb"', '"\\u0041"', '"\\""') },
  { weight: 1, arbitrary: fc.constantFrom('01', '1.', '-', '1e5', '1E-2', '"\t"', '"\\x"', '{}', '[1]', 'nul', 'tru', '"', '', '"a" ', ' 1', '+1', 'truex', '1x', '"a"b') },
)
const space = fc.constantFrom('', '', '', ' ', '  ')
const line = fc.oneof(
  { weight: 20, arbitrary: fc.tuple(fc.array(written, { minLength: 4, maxLength: 4 }), space, space).map(([values, behind, between]) => `{${COLUMNS.map((name, i) => `"${name}":${behind}${values[i] ?? ''}`).join(`,${between}`)}}`) },
  { weight: 1, arbitrary: fc.constantFrom('', '{}', '[]', '{"id":1}', '{"ü":1,"id":2}', ' {"id":1}', '{"id":1,"new":2}', 'x', '{"id":1,"id":2}') },
)
const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n', ' \n')

/** What the readers of single records make of a line. */
function lineByLine(bytes: Uint8Array, from: number, to: number): string {
  const lines = new RecordLines(new RecordReader('objects', COLUMNS))
  const end = to > from && bytes[to - 1] === 0x0d ? to - 1 : to
  expect(lines.write({ bytes, from, to: end, line: 0, byteOffset: 0 })).toBe('written')
  return Buffer.from(lines.cells.bytes.subarray(0, lines.cells.length)).toString()
}

test('lines that are taken together are as they are one by one', () => {
  let taken = 0
  fc.assert(fc.property(fc.array(fc.tuple(line, lineEnd), { maxLength: 30 }), fc.boolean(), (lines, isCut) => {
    const whole = Buffer.from(lines.flat().join(''))
    const bytes = isCut ? whole.subarray(0, whole.length - 1) : whole
    const runs = ObjectRuns.for(COLUMNS)
    for (let from = 0; from < bytes.length;) {
      const run = runs?.take(bytes, from)
      const text = run && Buffer.from(run.text).toString()
      let expected = ''
      let at = from
      for (let left = run?.lines ?? 0; left > 0; left--) {
        const end = bytes.indexOf(LF, at)
        expected += lineByLine(bytes, at, end)
        at = end + 1
      }
      if (run) expect([text, from + run.length]).toEqual([expected, at])
      taken += run?.lines ?? 0
      const next = bytes.indexOf(LF, at)
      from = run ? at : next < 0 ? bytes.length : next + 1
    }
  }), { numRuns: Number(process.env['JSON_RUNS'] ?? 1500) })
  expect(taken).toBeGreaterThan(200)
})

test('a stretch of more lines than are copied at a time, bad ones and new lines among them', async () => {
  const rows = Array.from({ length: 12_000 }, (_, i) => i % 500 === 499 ? '{"id":' : i % 300 === 299 ? '' : `{"id":${i},"text":"${'é, '.repeat(i % 20)}"}`)
  const { bytes, parts, lines } = await readJsonStretch({ shape: 'objects', columns: ['id', 'text'] }, Buffer.from(rows.join('\n')))
  expect(lines).toBe(12_000)
  expect(parts.filter(({ kind }) => kind === 'broken')).toHaveLength(24)
  const records = parts.reduce((sum, part) => sum + (part.kind === 'lines' ? part.count : 0), 0)
  expect(records).toBe(rows.filter(row => row.endsWith('}')).length)
  const texts = Buffer.from(bytes).toString().split('\r\n').slice(0, -1)
  expect(texts).toEqual(rows.flatMap((row, i) => row.endsWith('}') ? [`${i},"${'é, '.repeat(i % 20)}"`] : []))
  const numbers = parts.flatMap(part => part.kind === 'lines' ? Array.from({ length: part.count }, (_, i) => part.line + i) : [part.record.line])
  expect(numbers).toEqual(rows.flatMap((row, i) => row === '' ? [] : [i]))
})

test('names that cannot be told by their bytes, or are too many, have no runs', () => {
  expect(ObjectRuns.for(['a"b'])).toBeUndefined()
  expect(ObjectRuns.for([])).toBeUndefined()
  expect(ObjectRuns.for(Array.from({ length: 20_000 }, (_, i) => `column ${i}`))).toBeUndefined()
})
