import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Damage } from '../../../engine/formats/columnar/damage.ts'
import { thriftBytes, ThriftReader, TYPE, type ThriftField, type ThriftStruct } from '../../../engine/formats/columnar/thrift.ts'

const { struct } = fc.letrec<{ field: ThriftField, struct: ThriftStruct }>(tie => ({
  field: fc.oneof({ depthSize: 'small' },
    fc.boolean().map(value => ({ type: TYPE.yes, value })),
    fc.integer({ min: -128, max: 127 }).map(value => ({ type: TYPE.i8, value })),
    fc.integer().map(value => ({ type: TYPE.i32, value })),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(value => ({ type: TYPE.i64, value })),
    fc.uint8Array({ maxLength: 300 }).map(value => ({ type: TYPE.binary, value })),
    fc.uint8Array({ minLength: 8, maxLength: 8 }).map(value => ({ type: TYPE.double, value })),
    tie('struct').map(value => ({ type: TYPE.struct, value })),
    fc.array(tie('struct'), { maxLength: 20 }).map(items => ({ type: TYPE.list, value: { type: TYPE.struct, items } })),
    fc.array(fc.boolean(), { maxLength: 20 }).map(items => ({ type: TYPE.list, value: { type: TYPE.yes, items } })),
    fc.array(fc.integer(), { maxLength: 20 }).map(items => ({ type: TYPE.list, value: { type: TYPE.i32, items } }))),
  struct: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 2000 }), tie('field')), { selector: ([id]) => id, maxLength: 8 })
    .map(entries => new Map(entries.sort(([a], [b]) => a - b))),
}))

test('what is written is read', () => {
  fc.assert(fc.property(struct, fields => {
    expect(new ThriftReader(thriftBytes(fields)).struct()).toEqual(fields)
  }))
})

test('structs kept as bytes are written as they were', () => {
  const item: ThriftStruct = new Map([[1, { type: TYPE.i32, value: 7 }]])
  const bytes = thriftBytes(new Map([[4, { type: TYPE.list, value: { type: TYPE.struct, items: [item, item] } }]]))
  const kept = new ThriftReader(bytes).struct(0, 4)
  expect(kept.get(4)?.value).toEqual({ type: TYPE.struct, items: [thriftBytes(item), thriftBytes(item)] })
  expect(thriftBytes(kept)).toEqual(bytes)
})

test('an end in the middle and random bytes are damage', () => {
  fc.assert(fc.property(struct, fc.nat(), (fields, cut) => {
    const bytes = thriftBytes(fields)
    expect(() => new ThriftReader(bytes.subarray(0, cut % bytes.length)).struct()).toThrow(Damage)
  }))
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
    try {
      new ThriftReader(bytes).struct()
    } catch (error) {
      expect(error).toBeInstanceOf(Damage)
    }
  }))
})
