import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterNativeScroll, contentOffset, maxCanvasPx, offsetCentring, offsetShowing, placeBeside, restingScroll, rowSpace, rowsInView, rowsPerPage,
  rowsToDraw, rowTop, scrollAt, scrollTo, settled,
} from '../../../app/grid/geometry.ts'

const small = rowSpace({ numRows: 1000, rowHeight: 30, viewHeight: 600 })
const huge = rowSpace({ numRows: 50_000_000, rowHeight: 30, viewHeight: 600 })
const anySpace = fc.record({
  numRows: fc.integer({ min: 1, max: 2_000_000_000 }),
  rowHeight: fc.integer({ min: 16, max: 60 }),
  viewHeight: fc.integer({ min: 100, max: 2000 }),
}).map(rowSpace)

describe('the canvas', () => {
  test('is as tall as the content while a browser can draw that, never taller', () => {
    expect(small).toMatchObject({ canvasHeight: 30_000, contentHeight: 30_000, maxOffset: 29_400, maxScrollTop: 29_400 })
    expect(huge).toMatchObject({ canvasHeight: maxCanvasPx, contentHeight: 1_500_000_000, maxScrollTop: maxCanvasPx - 600 })
  })

  test('of few rows does not scroll', () => {
    const three = rowSpace({ numRows: 3, rowHeight: 30, viewHeight: 600 })
    expect(scrollAt(three, 500)).toEqual(restingScroll)
    expect(rowsInView(three, 0)).toEqual({ rowStart: 0, rowEnd: 3 })
  })

  test('holds every offset: going there shows exactly that offset', () => {
    fc.assert(fc.property(anySpace, fc.double({ min: 0, max: 1, noNaN: true }), (space, share) => {
      const offset = Math.round(share * space.maxOffset)
      const scroll = scrollAt(space, offset)
      expect(contentOffset(scroll)).toBe(offset)
      expect(scroll.scrollTop).toBeGreaterThanOrEqual(0)
      expect(scroll.scrollTop).toBeLessThanOrEqual(space.maxScrollTop)
    }))
  })

  test('keeps the order of offsets', () => {
    fc.assert(fc.property(anySpace, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (space, a, b) => {
      const [low, high] = [Math.min(a, b) * space.maxOffset, Math.max(a, b) * space.maxOffset]
      expect(scrollAt(space, low).scrollTop).toBeLessThanOrEqual(scrollAt(space, high).scrollTop)
    }))
  })
})

describe('a native scroll', () => {
  test('of short content is taken as it is', () => {
    expect(afterNativeScroll(small, restingScroll, 12_345.5)).toEqual({ scrollTop: 12_345.5, shift: 0 })
  })

  test('by a wheel moves the content by as many px, however tall it is', () => {
    const middle = scrollAt(huge, 700_000_000)
    const next = afterNativeScroll(huge, middle, middle.scrollTop + 120)
    expect(contentOffset(next)).toBe(700_000_120)
    expect(next.shift).toBe(middle.shift)
  })

  test('by the scrollbar moves in proportion, and its ends are the ends', () => {
    const half = afterNativeScroll(huge, restingScroll, huge.maxScrollTop / 2)
    expect(contentOffset(half)).toBeCloseTo(huge.maxOffset / 2, -1)
    expect(contentOffset(afterNativeScroll(huge, half, huge.maxScrollTop))).toBe(huge.maxOffset)
    expect(contentOffset(afterNativeScroll(huge, half, 0))).toBe(0)
  })

  test('that hits the end of the canvas before the end of the content is given room', () => {
    const drifted = { scrollTop: 100, shift: 100 - 500_000 }
    const next = afterNativeScroll(huge, drifted, 0)
    expect(contentOffset(next)).toBe(499_900)
    expect(next.scrollTop).toBeGreaterThan(10_000)
  })

  test('that hits the end of the content before the end of the canvas stops there', () => {
    const drifted = { scrollTop: 5000, shift: 4950 }
    expect(afterNativeScroll(huge, drifted, 4900)).toEqual(restingScroll)
  })

  test('by wheel only, in steps, reaches the last row from a thousand rows before it', () => {
    let scroll = scrollAt(huge, huge.maxOffset - 30_000)
    for (let i = 0; i < 500; i++) scroll = afterNativeScroll(huge, scroll, Math.min(huge.maxScrollTop, scroll.scrollTop + 100))
    expect(rowsInView(huge, contentOffset(scroll))).toEqual({ rowStart: 49_999_980, rowEnd: 50_000_000 })
  })

  test('never leaves the content, whatever the steps', () => {
    fc.assert(fc.property(anySpace, fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 40 }), (space, steps) => {
      let scroll = scrollAt(space, space.maxOffset / 2)
      for (const step of steps) {
        const native = Math.max(0, Math.min(space.maxScrollTop, scroll.scrollTop + step ** 5 * space.canvasHeight))
        scroll = afterNativeScroll(space, scroll, native)
        expect(contentOffset(scroll)).toBeGreaterThanOrEqual(-1)
        expect(contentOffset(scroll)).toBeLessThanOrEqual(space.maxOffset + 1)
      }
    }))
  })
})

describe('scrolling on purpose', () => {
  test('a short way keeps what is drawn in place', () => {
    const here = scrollAt(huge, 700_000_000)
    expect(scrollTo(huge, here, 700_000_030)).toEqual({ scrollTop: here.scrollTop + 30, shift: here.shift })
  })

  test('a long way goes to the resting position', () => {
    expect(scrollTo(huge, restingScroll, 700_000_000)).toEqual(scrollAt(huge, 700_000_000))
  })

  test('past the end stops at it', () => {
    expect(contentOffset(scrollTo(huge, restingScroll, 9e15))).toBe(huge.maxOffset)
  })
})

test('drift is taken out at rest without moving the content, and small drift is left alone', () => {
  const rest = scrollAt(huge, 700_000_000)
  const drifted = { scrollTop: rest.scrollTop + 50_000, shift: rest.shift }
  expect(settled(huge, drifted)).toEqual(scrollAt(huge, 700_050_000))
  const barely = { scrollTop: rest.scrollTop + 100, shift: rest.shift }
  expect(settled(huge, barely)).toBe(barely)
})

test.each([
  [0, { rowStart: 0, rowEnd: 32 }],
  [29, { rowStart: 0, rowEnd: 32 }],
  [900, { rowStart: 16, rowEnd: 64 }],
  [29_400, { rowStart: 968, rowEnd: 1000 }],
])('at offset %d it draws %o', (offset, rows) => {
  expect(rowsToDraw(small, offset, { overscan: 8, step: 8 })).toEqual(rows)
})

test('drawn rows always cover the view', () => {
  fc.assert(fc.property(anySpace, fc.double({ min: 0, max: 1, noNaN: true }), (space, share) => {
    const offset = share * space.maxOffset
    const view = rowsInView(space, offset)
    const drawn = rowsToDraw(space, offset, { overscan: 8, step: 4 })
    expect(drawn.rowStart).toBeLessThanOrEqual(view.rowStart)
    expect(drawn.rowEnd).toBeGreaterThanOrEqual(view.rowEnd)
    expect(drawn.rowEnd - drawn.rowStart).toBeLessThanOrEqual(space.viewHeight / space.rowHeight + 2 + 2 * 12)
  }))
})

test('a row is shown with the least scrolling', () => {
  expect(offsetShowing(small, 300, 15)).toBe(300)
  expect(offsetShowing(small, 300, 3)).toBe(90)
  expect(offsetShowing(small, 300, 30)).toBe(330)
  expect(offsetShowing(small, 310, 10)).toBe(300)
})

test('a far row is brought to the middle, a seen one stays', () => {
  expect(offsetCentring(small, 300, 15)).toBe(300)
  expect(offsetCentring(small, 0, 500)).toBe(500 * 30 - 285)
  expect(offsetCentring(small, 0, 999)).toBe(small.maxOffset)
})

test('a page is the whole rows in view, at least one', () => {
  expect(rowsPerPage(small)).toBe(20)
  expect(rowsPerPage(rowSpace({ numRows: 9, rowHeight: 30, viewHeight: 10 }))).toBe(1)
})

test('a row far away is drawn inside the canvas', () => {
  const { shift } = scrollAt(huge, 700_000_000)
  expect(rowTop(huge, shift, 0)).toBe(0)
  expect(rowTop(huge, shift, 49_999_999)).toBe(maxCanvasPx - 30)
  expect(rowTop(huge, 0, 7)).toBe(210)
})

test('a floating box goes below, above where there is no room, and stays in the window', () => {
  const window = { width: 800, height: 600 }
  const size = { width: 200, height: 100 }
  expect(placeBeside({ left: 50, top: 100, width: 80, height: 30 }, size, window)).toEqual({ left: 50, top: 134 })
  expect(placeBeside({ left: 50, top: 550, width: 80, height: 30 }, size, window)).toEqual({ left: 50, top: 446 })
  expect(placeBeside({ left: 750, top: 100, width: 80, height: 30 }, size, window)).toEqual({ left: 596, top: 134 })
})
