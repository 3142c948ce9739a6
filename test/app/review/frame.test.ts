import { expect, test, vi } from 'vitest'
import { reviewFrame, type FrameOptions } from '../../../app/review/frame.ts'
import { reviewColumns } from '../../../app/review/rows.ts'
import type { Page } from '../../../engine/index.ts'

const rows = Array.from({ length: 50 }, (_, i): Page['rows'][number] => ({ ordinal: i + 1, line: i + 2, status: 'rejected', cells: [`a${i}`], errors: [] }))
const answering = (columns: readonly string[], total = rows.length): FrameOptions['page'] => (_, start, end) => Promise.resolve({ total, columns, rows: rows.slice(start, end) })

function frameOn(page: FrameOptions['page']) {
  const onOutdated = vi.fn()
  const frame = reviewFrame({ key: 'k', filter: { rows: 'rejected', rule: 'r' }, total: 50, columns: reviewColumns(['a'], []), page, onOutdated })
  return { frame, onOutdated }
}

test('it has the true total, and the rows asked for', async () => {
  const page = vi.fn(answering(['a']))
  const { frame, onOutdated } = frameOn(page)
  const { signal } = new AbortController()
  const fetched = await frame.fetch({ rowStart: 20, rowEnd: 23, signal })
  expect(frame.numRows).toBe(50)
  expect(fetched.map(({ id, cells }) => [id, cells[1]])).toEqual([['21', 'a20'], ['22', 'a21'], ['23', 'a22']])
  expect(page).toHaveBeenCalledWith({ rows: 'rejected', rule: 'r' }, 20, 23, signal)
  expect(onOutdated).not.toHaveBeenCalled()
})

test.each([['another total', answering(['a'], 49)], ['other columns', answering(['b'])], ['more columns', answering(['a', 'b'])]])(
  'rows of %s are not shown: it asks for a new frame and waits to be given up', async (_, page) => {
    const { frame, onOutdated } = frameOn(page)
    const stop = new AbortController()
    const fetched = frame.fetch({ rowStart: 0, rowEnd: 10, signal: stop.signal })
    await vi.waitFor(() => expect(onOutdated).toHaveBeenCalledOnce())
    stop.abort()
    await expect(fetched).rejects.toThrow('no longer wanted')
  })

test('given up before the answer came, it still settles', async () => {
  const { frame } = frameOn(answering(['b']))
  await expect(frame.fetch({ rowStart: 0, rowEnd: 10, signal: AbortSignal.abort() })).rejects.toThrow('no longer wanted')
})

test('what the engine could not do is passed on', async () => {
  const { frame } = frameOn(() => Promise.reject(new Error('the engine is gone')))
  await expect(frame.fetch({ rowStart: 0, rowEnd: 10, signal: new AbortController().signal })).rejects.toThrow('the engine is gone')
})
