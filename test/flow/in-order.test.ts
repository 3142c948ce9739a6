import { expect, test } from 'vitest'
import { InOrder, madeInOrder } from '../../engine/flow/in-order.ts'

const later = <T>(value: T, ms: number): Promise<T> => new Promise(resolve => { setTimeout(() => { resolve(value) }, ms) })

test('results come in the order in which they were asked for, and each is done when the next is wanted', async () => {
  const results = new InOrder<number>()
  const done: number[] = []
  const add = (value: number, ms: number): void => { void results.add(later(value, ms)).then(() => done.push(value)) }
  add(1, 20)
  add(2, 0)
  setTimeout(() => {
    add(3, 0)
    results.end()
  }, 30)
  const taken: number[] = []
  for await (const value of results.taken()) {
    taken.push(value)
    expect(done).toEqual(taken.slice(0, -1))
  }
  expect(taken).toEqual([1, 2, 3])
  expect(done).toEqual([1, 2, 3])
})

test('a result that fails, and a failure elsewhere, end the taking; nobody waits for good', async () => {
  const failing = new InOrder<number>()
  const waiting = [failing.add(Promise.reject(new Error('no'))), failing.add(Promise.resolve(2))]
  const taking = (async () => { for await (const value of failing.taken()) expect(value).toBe(0) })()
  await expect(taking).rejects.toThrow('no')
  failing.fail(new Error('no'))
  await Promise.all([...waiting, failing.add(Promise.resolve(3))])

  const stopped = new InOrder<number>()
  const begun = (async () => { for await (const value of stopped.taken()) expect(value).toBe(0) })()
  stopped.fail(new Error('elsewhere'))
  await expect(begun).rejects.toThrow('elsewhere')
})

test('who stops taking in the middle is done with what was taken', async () => {
  const results = new InOrder<number>()
  const first = results.add(Promise.resolve(1))
  for await (const value of results.taken()) if (value === 1) break
  await first
})

test('what is made of items comes in their order, no more than asked for at once', async () => {
  let [making, most] = [0, 0]
  const make = async (item: number): Promise<number> => {
    most = Math.max(most, ++making)
    await later(undefined, item % 3 * 5)
    making--
    return 10 * item
  }
  const items = Array.from({ length: 20 }, (_, i) => i)
  const made: number[] = []
  for await (const result of madeInOrder(items, 2, make)) made.push(result)
  expect(made).toEqual(items.map(item => 10 * item))
  expect(most).toBe(3)
})

test('one that cannot be made ends it when its turn comes; who stops taking waits for those under way', async () => {
  let making = 0
  const make = async (item: number): Promise<number> => {
    making++
    await later(undefined, item === 1 ? 0 : 10)
    making--
    if (item === 1) throw new Error('no')
    return item
  }
  const made: number[] = []
  await expect((async () => { for await (const result of madeInOrder([0, 1, 2, 3, 4], 2, make)) made.push(result) })()).rejects.toThrow('no')
  expect(made).toEqual([0])
  expect(making).toBe(0)
  for await (const result of madeInOrder([0, 2, 3, 4], 2, make)) if (result === 0) break
  expect(making).toBe(0)
})
