import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecordRuns, type PlainField } from '../../../engine/formats/avro/record-run.ts'

/** Avro's encoding of a number: zigzag, seven bits a byte, the lowest first. */
function long(value: bigint): number[] {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n))
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  return [...bytes, Number(rest)]
}

type Value = string | bigint | boolean | null

function encoded(field: PlainField, value: Value): number[] {
  const branch = field.nullAt === undefined ? [] : [(value === null) === (field.nullAt === 1) ? 2 : 0]
  if (value === null) return branch
  if (typeof value === 'boolean') return [...branch, value ? 1 : 0]
  if (typeof value === 'bigint') return [...branch, ...long(value)]
  const utf8 = Buffer.from(value)
  return [...branch, ...long(BigInt(utf8.length)), ...utf8]
}

const cellOf = (value: Value): string => value === null ? '' : typeof value !== 'string' ? String(value) : value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value

const field: fc.Arbitrary<PlainField> = fc.record({ type: fc.constantFrom('string', 'integer', 'boolean'), nullAt: fc.constantFrom(undefined, 0, 1) })
  .map(({ type, nullAt }): PlainField => nullAt === undefined ? { type } : { type, nullAt })
const texts = fc.oneof(fc.constantFrom('', 'a', 'a, b', 'say "so"', '"', 'two\r\nlines', 'é', '日本語', '😀', 'x'.repeat(15), 'y'.repeat(16), 'z'.repeat(300), `${'w'.repeat(20)},`), fc.string({ unit: 'grapheme', maxLength: 40 }))
const integers = fc.oneof(fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n - 1n }), fc.constantFrom(0n, -1n, 63n, -64n, 64n, 9n, 10n, 99n, 100n, -1_000_000n))
const valueOf = ({ type, nullAt }: PlainField): fc.Arbitrary<Value> => {
  const values: fc.Arbitrary<Value> = type === 'string' ? texts : type === 'integer' ? integers : fc.boolean()
  return nullAt === undefined ? values : fc.oneof({ weight: 4, arbitrary: values }, { weight: 1, arbitrary: fc.constant(null) })
}
const table = fc.array(field, { minLength: 1, maxLength: 6 }).chain(fields => fc.tuple(fc.constant(fields), fc.array(fc.tuple(...fields.map(valueOf)), { minLength: 1, maxLength: 30 })))

test('records are written as their values are, and only whole ones', () => {
  fc.assert(fc.property(table, fc.nat(), fc.nat(40), ([fields, rows], cut, most) => {
    const records = rows.map(row => Uint8Array.from(row.flatMap((value, i) => encoded(fields[i] as PlainField, value))))
    const lines = rows.map(row => `${row.map(cellOf).join(',')}\r\n`)
    const whole = Buffer.concat(records)
    const block = whole.subarray(0, cut % (whole.length + 1))
    let complete = 0
    for (let end = 0; complete < records.length && (end += records[complete]?.length ?? 0) <= block.length;) complete++
    const wanted = Math.min(complete, most)
    const run = RecordRuns.for(fields)?.take(block, 0, most)
    expect(run?.records ?? 0).toBe(wanted)
    if (!run) return
    expect(Buffer.from(run.text).toString()).toBe(lines.slice(0, wanted).join(''))
    expect(run.length).toBe(Buffer.concat(records.slice(0, wanted)).length)
  }), { numRuns: Number(process.env['AVRO_RUNS'] ?? 2000) })
})

test.each([
  ['a length below zero', [{ type: 'string' }], [1]],
  ['a length behind the end', [{ type: 'string' }], [200, 1, 0x61]],
  ['bytes that are no text', [{ type: 'string' }], [4, 0xc3, 0x28]],
  ['a boolean of 2', [{ type: 'boolean' }], [2]],
  ['a branch that is none', [{ type: 'string', nullAt: 0 }], [4, 0]],
  ['a number of 64 bits', [{ type: 'integer' }], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]],
] as const)('%s is for others', (_, fields, bytes) => {
  expect(RecordRuns.for(fields)?.take(Uint8Array.from(bytes), 0, 10)).toBeUndefined()
})

test('a text that takes more room than there is, is for others', () => {
  const text = '"'.repeat(262_140)
  expect(RecordRuns.for([{ type: 'string' }])?.take(Uint8Array.from([...long(262_140n), ...Buffer.from(text)]), 0, 1)).toBeUndefined()
  expect(RecordRuns.for([undefined])).toBeUndefined()
})
