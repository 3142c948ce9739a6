import { describe, expect, test } from 'vitest'
import { copiedRow, isReviewRow, marksOf, placeToLookAt, reviewColumns, reviewRows, WHY, whyText } from '../../../app/review/rows.ts'
import type { RowError, RowView } from '../../../engine/index.ts'

const names = ['id', 'email', 'start', 'end']
const columns = reviewColumns(names, [
  { name: 'id', type: { name: 'integer' } }, { name: 'email', type: { name: 'string' } }, { name: 'start', type: { name: 'date' } },
])
const error = (message: string, at: readonly string[], severity: RowError['severity'] = 'error'): RowError => ({ ruleId: 'r', code: 'c', columns: at, message, severity })
const view = (part: Partial<RowView>): RowView => ({ ordinal: 41, line: 57, status: 'rejected', cells: ['1', 'x', null, ''], errors: [], ...part })
const rowOf = (part: Partial<RowView>) => reviewRows({ rows: [view(part)] }, columns)[0]!

describe('columns', () => {
  test('why comes first; types stand below the names and numbers to the right', () => {
    expect(columns.columns.map(({ label, typeLabel, align }) => [label, typeLabel, align])).toEqual([
      ['Why', undefined, undefined], ['id', 'integer', 'right'], ['email', 'string', 'left'], ['start', 'date', 'left'], ['end', undefined, undefined],
    ])
  })
  test('a data column called why is another one', () => {
    const { columns: [why, own] } = reviewColumns(['why'], [])
    expect(own?.id).not.toBe(why?.id)
  })
})

describe('a row', () => {
  test('is known by its ordinal and labelled by its line', () => expect(rowOf({})).toMatchObject({ id: '41', label: '57' }))
  test('keeps missing and empty cells apart, after the reason', () => {
    expect(rowOf({ errors: [error('no e-mail address', ['email'])] }).cells).toEqual(['no e-mail address', '1', 'x', null, ''])
  })
  test('without errors says its verdict and has no marks', () => {
    const row = rowOf({ status: 'valid' })
    expect(row.cells[WHY]).toBe('valid')
    expect(row.marks).toBeUndefined()
  })
  test('has a cell for every column even if fewer came', () => expect(rowOf({ status: 'dropped', cells: [] }).cells).toEqual(['dropped', null, null, null, null]))
  test('that could not be read shows its text with the reason', () => {
    const row = rowOf({ cells: [], raw: 'a,"b\n', errors: [error('a quote is opened and never closed', [])] })
    expect(row.note).toBe('a quote is opened and never closed — a,"b\n')
    expect([...row.marks!.keys()]).toEqual([WHY])
  })
  test('is told from other rows of a grid', () => {
    expect(isReviewRow(rowOf({}))).toBe(true)
    expect(isReviewRow({ id: '1', label: '1', cells: [] })).toBe(false)
  })
})

describe('why', () => {
  test('gives errors before warnings, and each reason once', () => {
    const errors = [error('odd', [], 'warn'), error('wrong', ['a']), error('wrong', ['b']), error('late', ['a'])]
    expect(whyText({ errors, status: 'rejected' })).toBe('wrong; late; warning: odd')
  })
})

describe('marks', () => {
  const marks = (...errors: RowError[]) => [...marksOf(errors, columns.placeOf)]

  test('stand on every column an error names', () => {
    expect(marks(error('not in order', ['start', 'end']))).toEqual([
      [3, { severity: 'error', reasons: ['not in order'] }], [4, { severity: 'error', reasons: ['not in order'] }],
    ])
  })
  test('gather all reasons; the worst severity counts, in either order', () => {
    const [bad, odd] = [error('bad', ['email']), error('odd', ['email'], 'warn')]
    expect(marks(odd, bad)).toEqual([[2, { severity: 'error', reasons: ['odd', 'bad'] }]])
    expect(marks(bad, odd)).toEqual([[2, { severity: 'error', reasons: ['bad', 'odd'] }]])
  })
  test('say a reason once', () => expect(marks(error('bad', ['email', 'email']), error('bad', ['email']))).toEqual([[2, { severity: 'error', reasons: ['bad'] }]]))
  test('stand on why if no column is named, or none that is still there', () => {
    expect(marks(error('whole row', []), error('gone', ['dropped_column'], 'warn'))).toEqual([[WHY, { severity: 'error', reasons: ['whole row', 'gone'] }]])
  })
  test('do not stand on why as well if one of the columns is there', () => {
    expect(marks(error('both', ['dropped_column', 'id']))).toEqual([[1, { severity: 'error', reasons: ['both'] }]])
  })
})

describe('where to look', () => {
  const errors = [error('a', ['end', 'start']), error('b', ['email'])]
  test('at the leftmost cell that is wrong', () => expect(placeToLookAt({ errors }, columns.placeOf)).toBe(2))
  test('at the column one filters by, if it is wrong', () => {
    expect(placeToLookAt({ errors }, columns.placeOf, 'end')).toBe(4)
    expect(placeToLookAt({ errors }, columns.placeOf, 'id')).toBe(2)
  })
  test('at why, if no cell is', () => expect(placeToLookAt({ errors: [error('row', [])] }, columns.placeOf, 'id')).toBe(WHY))
})

describe('the clipboard gets', () => {
  test('the record as JSON', () => expect(JSON.parse(copiedRow({ view: view({}), names }))).toEqual({ id: '1', email: 'x', start: null, end: '' }))
  test('the text itself of what could not be read', () => expect(copiedRow({ view: view({ raw: 'a,"b' }), names })).toBe('a,"b'))
})
