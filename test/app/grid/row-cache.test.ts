import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { GridRow, RowRequest } from '../../../app/grid/data-frame.ts'
import { blockRowsFor, createRowCache, type RowCache, type RowCacheOptions } from '../../../app/grid/row-cache.ts'

const options: RowCacheOptions = { blockRows: 10, maxBytes: 1e9, maxRequests: 3 }
const rowOf = (index: number): GridRow => ({ id: `r${index}`, label: String(index), cells: ['x'.repeat(42)] })
const rowsOf = ({ rowStart, rowEnd }: RowRequest) => Array.from({ length: rowEnd - rowStart }, (_, i) => rowOf(rowStart + i))

interface Call {
  readonly request: RowRequest
  readonly answer: () => void
  readonly fail: (error: Error) => void
}

/** A source whose answers the test gives one by one. */
function slowSource(numRows: number, { obeysAbort = true } = {}) {
  const calls: Call[] = []
  const fetch = (request: RowRequest) => new Promise<readonly GridRow[]>((resolve, reject) => {
    calls.push({ request, answer: () => resolve(rowsOf(request)), fail: reject })
    if (obeysAbort) request.signal.addEventListener('abort', () => reject(new DOMException('gone', 'AbortError')))
  })
  const starts = () => calls.map(call => call.request.rowStart)
  return { numRows, fetch, calls, starts }
}

const settle = () => new Promise(resolve => { setTimeout(resolve) })

describe('a wanted range', () => {
  test('is fetched in blocks, the seen ones first, then one on either side, a few at a time', async () => {
    const source = slowSource(1000)
    const cache = createRowCache(source, options)
    cache.want({ rowStart: 105, rowEnd: 125 })
    expect(source.starts()).toEqual([100, 110, 120])
    source.calls[0]!.answer()
    await settle()
    expect(source.starts()).toEqual([100, 110, 120, 130])
    source.calls[1]!.answer()
    await settle()
    expect(source.starts()).toEqual([100, 110, 120, 130, 90])
    expect(cache.row(105)?.id).toBe('r105')
    expect(cache.row(119)?.id).toBe('r119')
    expect(cache.row(120)).toBeUndefined()
    expect(cache.has({ rowStart: 105, rowEnd: 120 })).toBe(true)
    expect(cache.has({ rowStart: 105, rowEnd: 121 })).toBe(false)
  })

  test('is never asked for twice, nor beyond the last row', async () => {
    const source = slowSource(25)
    const cache = createRowCache(source, options)
    cache.want({ rowStart: 0, rowEnd: 25 })
    cache.want({ rowStart: 0, rowEnd: 25 })
    source.calls.forEach(call => call.answer())
    await settle()
    cache.want({ rowStart: 5, rowEnd: 20 })
    expect(source.calls.map(({ request: { rowStart, rowEnd } }) => [rowStart, rowEnd])).toEqual([[0, 10], [10, 20], [20, 25]])
    expect(cache.row(24)?.id).toBe('r24')
    expect(cache.row(25)).toBeUndefined()
  })

  test('that is empty asks for nothing', () => {
    const source = slowSource(0)
    createRowCache(source, options).want({ rowStart: 0, rowEnd: 0 })
    expect(source.calls).toEqual([])
  })
})

describe('scrolling past', () => {
  test('aborts what is no longer wanted and fetches what is', async () => {
    const source = slowSource(10_000)
    const cache = createRowCache(source, options)
    cache.want({ rowStart: 0, rowEnd: 20 })
    cache.want({ rowStart: 5000, rowEnd: 5020 })
    expect(source.calls.map(call => call.request.signal.aborted)).toEqual([true, true, true])
    await settle()
    expect(source.starts().slice(3)).toEqual([5000, 5010, 5020])
    expect(cache.failure(0)).toBeUndefined()
  })

  test('keeps requests that are still wanted', () => {
    const source = slowSource(10_000)
    const cache = createRowCache(source, options)
    cache.want({ rowStart: 0, rowEnd: 10 })
    cache.want({ rowStart: 12, rowEnd: 20 })
    expect(source.calls.map(call => [call.request.rowStart, call.request.signal.aborted])).toEqual([[0, false], [10, false], [20, false]])
  })

  test('does not flood a source that cannot cancel: an aborted call holds its place until it settles', async () => {
    const source = slowSource(1_000_000, { obeysAbort: false })
    const cache = createRowCache(source, options)
    for (let rowStart = 0; rowStart < 900_000; rowStart += 1000) cache.want({ rowStart, rowEnd: rowStart + 30 })
    await settle()
    expect(source.starts()).toEqual([0, 10, 20])
    source.calls.forEach(call => call.answer())
    await settle()
    expect(source.starts().slice(3)).toEqual([899_000, 899_010, 899_020])
    expect(cache.row(5)?.id).toBe('r5')
  })

  test('and back again fetches an aborted block anew', async () => {
    const source = slowSource(10_000)
    const cache = createRowCache(source, options)
    cache.want({ rowStart: 0, rowEnd: 10 })
    cache.want({ rowStart: 5000, rowEnd: 5010 })
    cache.want({ rowStart: 0, rowEnd: 10 })
    await settle()
    expect(source.starts().slice(2)).toContain(0)
  })

  test('cancel aborts everything, and the next want starts afresh', async () => {
    const source = slowSource(10_000)
    const cache = createRowCache(source, options)
    cache.want({ rowStart: 0, rowEnd: 10 })
    cache.cancel()
    expect(source.calls.every(call => call.request.signal.aborted)).toBe(true)
    await settle()
    expect(source.calls).toHaveLength(2)
    cache.want({ rowStart: 0, rowEnd: 10 })
    expect(source.calls).toHaveLength(4)
  })
})

describe('memory', () => {
  const blockBytes = 10 * (16 + 2 * 42)
  const fetchAtOnce = (request: RowRequest) => Promise.resolve(rowsOf(request))
  let cache: RowCache
  beforeEach(() => {
    cache = createRowCache({ numRows: 10_000, fetch: fetchAtOnce }, { ...options, maxBytes: 6 * blockBytes })
  })
  const visit = async (rowStart: number) => {
    cache.want({ rowStart, rowEnd: rowStart + 10 })
    await settle()
  }

  test('stays under its limit; what was wanted longest ago goes first', async () => {
    await visit(0)
    await visit(100)
    expect(cache.bytes()).toBe(5 * blockBytes)
    await visit(0)
    await visit(200)
    expect(cache.bytes()).toBeLessThanOrEqual(6 * blockBytes)
    expect(cache.row(0)?.id).toBe('r0')
    expect(cache.row(100)).toBeUndefined()
  })

  test('always holds what is wanted, even if that alone is over the limit', async () => {
    cache.want({ rowStart: 0, rowEnd: 200 })
    await settle()
    expect(cache.has({ rowStart: 0, rowEnd: 200 })).toBe(true)
    await visit(5000)
    expect(cache.bytes()).toBeLessThanOrEqual(6 * blockBytes)
  })
})

describe('failure', () => {
  test('is told for the rows it concerns, once, until tried again', async () => {
    const source = slowSource(1000)
    const cache = createRowCache(source, options)
    const onChange = vi.fn()
    cache.subscribe(onChange)
    cache.want({ rowStart: 500, rowEnd: 510 })
    source.calls[0]!.fail(new Error('the worker is gone'))
    await settle()
    expect(onChange).toHaveBeenCalledTimes(1)
    expect(cache.failure(505)?.message).toBe('the worker is gone')
    expect(cache.failure(511)).toBeUndefined()
    cache.want({ rowStart: 500, rowEnd: 510 })
    expect(source.starts().filter(start => start === 500)).toHaveLength(1)
    source.calls[1]!.answer()
    await settle()
    cache.retry()
    expect(source.starts().filter(start => start === 500)).toHaveLength(2)
    expect(cache.failure(505)).toBeUndefined()
  })

  test('is also a wrong number of rows, or a source that throws at once', async () => {
    const short = createRowCache({ numRows: 10, fetch: () => Promise.resolve([rowOf(0)]) }, options)
    short.want({ rowStart: 0, rowEnd: 10 })
    const throwing = createRowCache({ numRows: 10, fetch: () => { throw new Error('no table') } }, options)
    throwing.want({ rowStart: 0, rowEnd: 10 })
    await settle()
    expect(short.failure(0)?.message).toBe('The data source gave 1 rows where 10 were asked for.')
    expect(throwing.failure(0)?.message).toBe('no table')
  })
})

test('blocks get shorter as rows get wider', () => {
  expect([1, 12, 100, 250, 2000].map(blockRowsFor)).toEqual([100, 100, 100, 40, 20])
})
