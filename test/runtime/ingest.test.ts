import { describe, expect, it } from 'vitest'
import { ByteBudget } from '../../engine/flow/budget.ts'
import { defaultDialect } from '../../engine/formats/csv/index.ts'
import { bytesSource } from '../../engine/formats/source.ts'
import { handSegments, type ReadingOptions } from '../../engine/runtime/ingest.ts'

const lines = Array.from({ length: 1_000 }, (_, row) => `${row},name ${row}\n`)
const source = bytesSource(new TextEncoder().encode(`id,name\n${lines.join('')}`), 'a.csv')
const reading = (budget: ByteBudget, onProgress?: ReadingOptions['onProgress']): ReadingOptions => ({ dialect: defaultDialect, budget, segmentBytes: 2_000, ...onProgress ? { onProgress } : {} })
const firstCell = (text: Uint8Array): number => Number.parseInt(new TextDecoder().decode(text.subarray(0, 20)), 10)

describe('segments that are handed on', () => {
  it('are made while the engine is not ready yet, as far as the budget allows, and come in order', async () => {
    let ready = (): void => undefined
    const budget = new ByteBudget(9_000)
    const taken: number[] = []
    const scanned = handSegments(source, reading(budget), () => new Promise(resolve => { ready = resolve }), ({ text }) => {
      taken.push(firstCell(text))
      return Promise.resolve()
    })
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(taken).toEqual([])
    expect(budget.use.peakBytes).toBeGreaterThan(4_000)
    expect(budget.use.peakBytes).toBeLessThanOrEqual(9_000)
    ready()
    expect((await scanned).counts.physical).toBe(1_000)
    expect(taken.length).toBeGreaterThan(5)
    expect(taken).toEqual(taken.toSorted((a, b) => a - b))
  })

  it('are not, when the engine cannot begin: the reading ends with what it said', async () => {
    const taken: number[] = []
    await expect(handSegments(source, reading(new ByteBudget(9_000)), () => Promise.reject(new Error('no engine')), ({ text }) => {
      taken.push(firstCell(text))
      return Promise.resolve()
    })).rejects.toThrow('no engine')
    expect(taken).toEqual([])
  })

  it('are none in a table of no rows, which the engine is told of all the same', async () => {
    const empty = bytesSource(new TextEncoder().encode('id,name\n'), 'a.csv')
    await expect(handSegments(empty, reading(new ByteBudget(9_000)), () => Promise.reject(new Error('no engine')), () => Promise.resolve())).rejects.toThrow('no engine')
  })
})

describe('a reading that is ended while the engine is not ready', () => {
  it('is over when the engine has begun, and hands nothing on after that', async () => {
    let ready = (): void => undefined
    const taken: number[] = []
    const stop = new AbortController()
    let isOver = false
    const scanned = handSegments(source, { ...reading(new ByteBudget(9_000)), signal: stop.signal }, () => new Promise(resolve => { ready = resolve }), ({ text }) => {
      taken.push(firstCell(text))
      return Promise.resolve()
    }).finally(() => { isOver = true })
    const ended = expect(scanned).rejects.toThrow('left')
    await new Promise(resolve => setTimeout(resolve, 20))
    stop.abort(new Error('left'))
    await new Promise(resolve => setTimeout(resolve, 20))
    // Whoever waits for its end may begin anew in the same engine.
    expect(isOver).toBe(false)
    ready()
    await ended
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(taken).toEqual([])
  })
})
