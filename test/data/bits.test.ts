import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bits } from '../../engine/data/bits.ts'

const sets = fc.integer({ min: 1, max: 9000 }).chain(size => fc.record({
  size: fc.constant(size), a: fc.uniqueArray(fc.nat({ max: size - 1 }), { maxLength: 300 }), b: fc.uniqueArray(fc.nat({ max: size - 1 }), { maxLength: 300 }),
  start: fc.nat({ max: 320 }), length: fc.nat({ max: 50 }), at: fc.nat({ max: size }),
}))
const sorted = (members: Iterable<number>): number[] => [...members].sort((x, y) => x - y)

test('a bit set says what a Set says', () => {
  fc.assert(fc.property(sets, ({ size, a, b, start, length, at }) => {
    const [left, right] = [Bits.of(size, a), Bits.of(size, b)]
    const [inA, inB] = [new Set(a), new Set(b)]
    const members = sorted(a)
    expect([...left.members()]).toEqual(members)
    expect(left.count()).toBe(inA.size)
    expect([...left.or(right).members()]).toEqual(sorted(new Set([...a, ...b])))
    expect([...Bits.union(size, []).members(), ...Bits.union(size, [left, right, left]).members()]).toEqual(sorted(new Set([...a, ...b])))
    expect([...left.and(right).members()]).toEqual(members.filter(member => inB.has(member)))
    expect([...left.without(right).members()]).toEqual(members.filter(member => !inB.has(member)))
    expect([...Bits.all(size).without(left).members()]).toEqual(Array.from({ length: size }, (_, i) => i).filter(i => !inA.has(i)))
    expect(left.slice(start, start + length)).toEqual(members.slice(start, start + length))
    expect(left.rank(at)).toBe(members.filter(member => member < at).length)
  }), { numRuns: 200 })
})
