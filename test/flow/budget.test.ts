import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteBudget } from '../../engine/flow/budget.ts'

const settled = () => new Promise(resolve => setTimeout(resolve, 0))

describe('ByteBudget', () => {
  test('admits in turn, so that small frames cannot starve a large one', async () => {
    const budget = new ByteBudget(100)
    const order: string[] = []
    const first = await budget.acquire(60)
    const large = budget.acquire(90).then(release => { order.push('large'); return release })
    const small = budget.acquire(10).then(release => { order.push('small'); return release })
    await settled()
    expect(order).toEqual([])
    first()
    const release = await large
    expect(await small).toBeTypeOf('function')
    expect(order).toEqual(['large', 'small'])
    expect(budget.use).toMatchObject({ inFlightBytes: 100, peakBytes: 100 })
    release()
    release()
    expect(budget.use.inFlightBytes).toBe(10)
  })

  test('a frame that can never fit is refused, and a wait can be given up', async () => {
    const budget = new ByteBudget(100)
    await expect(budget.acquire(101)).rejects.toMatchObject({ code: 'frame_too_large' })
    await budget.acquire(100)
    const giveUp = new AbortController()
    const waiting = budget.acquire(1, giveUp.signal)
    giveUp.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(budget.use.inFlightBytes).toBe(100)
  })

  test('is never exceeded and loses no byte, whatever the order of releases', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 30 }), fc.infiniteStream(fc.nat()), async (sizes, picks) => {
      const budget = new ByteBudget(50)
      const held: (() => void)[] = []
      const all = sizes.map(size => budget.acquire(size).then(release => { held.push(release) }))
      for (let admitted = 0; admitted < sizes.length;) {
        await settled()
        expect(budget.use.inFlightBytes).toBeLessThanOrEqual(50)
        const pick = (picks.next().value as number | undefined) ?? 0
        const [release] = held.splice(pick % held.length, 1)
        expect(release).toBeDefined()
        release?.()
        admitted++
      }
      await Promise.all(all)
      expect(budget.use.inFlightBytes).toBe(0)
    }), { numRuns: 50 })
  })
})
