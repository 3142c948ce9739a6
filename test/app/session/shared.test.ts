import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shared } from '../../../app/session/shared.ts'

const { plain } = fc.letrec<{ plain: unknown }>(tie => ({
  plain: fc.oneof(
    { depthSize: 'small' }, fc.constantFrom(0, -0, 1, NaN, '', 'a', null, undefined, true, 10n),
    fc.array(tie('plain'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('plain'), { noNullPrototype: true }), fc.array(fc.tuple(fc.constantFrom('a', 1), tie('plain'))).map(entries => new Map(entries)),
  ),
}))

describe('what is shared of two values', () => {
  test('nothing of the new value is changed', () => {
    fc.assert(fc.property(plain, plain, (before, after) => { expect(shared(before, after)).toStrictEqual(after) }))
  })

  test('all of it, when they are equal', () => {
    fc.assert(fc.property(plain, value => { expect(shared(value, structuredClone(value))).toBe(value) }))
  })

  test('every part that stands where it stood', () => {
    const before = { rules: [{ id: 'a', failed: 1 }, { id: 'b', failed: 2 }], counts: { valid: 1 }, names: new Map([['x', ['y']], ['z', []]]) }
    const after = shared(before, { rules: [{ id: 'a', failed: 1 }, { id: 'b', failed: 3 }], counts: { valid: 1 }, names: new Map([['x', ['y']]]) })
    expect(after.rules).not.toBe(before.rules)
    expect(after.rules[0]).toBe(before.rules[0])
    expect(after.counts).toBe(before.counts)
    expect(after.names).not.toBe(before.names)
    expect(after.names.get('x')).toBe(before.names.get('x'))
  })

  test('values of classes only when they are the same', () => {
    const [before, after] = [{ at: new Date(0) }, { at: new Date(0) }]
    expect(shared(before, after)).not.toBe(before)
    expect(shared(before, after).at).toBe(after.at)
    expect(shared([1], { 0: 1 })).toStrictEqual({ 0: 1 })
  })
})
