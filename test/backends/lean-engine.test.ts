import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withExports } from '../../scripts/lean-engine.mjs'

/** A number below 2^14 in LEB128. */
const number = (value: number): number[] => value < 128 ? [value] : [value % 128 + 128, value >> 7]
const section = (id: number, body: readonly number[]): number[] => [id, ...number(body.length), ...body]

/** A module with one function, which gives 7, exported under each of the names. */
function moduleWith(names: readonly string[]): Buffer {
  const exports = names.flatMap(name => [...number(Buffer.byteLength(name)), ...Buffer.from(name), 0, 0])
  return Buffer.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [1, 0x60, 0, 1, 0x7f]), ...section(3, [1, 0]), ...section(7, [...number(names.length), ...exports]), ...section(10, [1, 4, 0, 0x41, 7, 0x0b]),
  ])
}

const exportsOf = (module: Buffer): string[] => WebAssembly.Module.exports(new WebAssembly.Module(new Uint8Array(module))).map(({ name }) => name)

describe('an engine with fewer exports', () => {
  it('has those that are wanted, and they work', () => {
    const lean = withExports(moduleWith(['kept', '_ZN6duckdb5otherE']), name => name === 'kept')
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(lean)))
    expect(Object.keys(exports)).toEqual(['kept'])
    expect((exports.kept as () => number)()).toBe(7)
  })

  it('has them whatever they are called and however many there are', () => {
    const names = fc.uniqueArray(fc.record({ name: fc.string({ unit: 'binary', maxLength: 40 }), isWanted: fc.boolean() }), { selector: ({ name }) => name, maxLength: 200 })
    fc.assert(fc.property(names, all => {
      const wanted = all.filter(({ isWanted }) => isWanted).map(({ name }) => name)
      expect(exportsOf(withExports(moduleWith(all.map(({ name }) => name)), name => wanted.includes(name)))).toEqual(wanted)
    }), { numRuns: 100 })
  })

  it.each([
    ['something else', Buffer.from('<!doctype html>')],
    ['a module that ends within a section', moduleWith(['kept']).subarray(0, 30)],
    ['a module that ends within a number', Buffer.concat([moduleWith([]), Buffer.of(0, 0xff)])],
  ])('refuses %s', (_, module) => {
    expect(() => withExports(module, () => true)).toThrow()
  })
})
