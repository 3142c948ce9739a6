import { expect, test } from 'vitest'
import { InOrder } from '../../engine/flow/in-order.ts'

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
