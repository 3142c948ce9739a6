import { describe, expect, it } from 'vitest'
import { shapesOf } from '../../engine/profile/candidates.ts'
import { formatsAmong } from '../../engine/profile/formats.ts'
import { takeSample } from '../../engine/profile/sample.ts'
import { load, useProfiler, type Cells, type Table } from './load.ts'

const { backend, profile } = useProfiler()

async function sampleOf(cells: Cells) {
  await load(backend(), { cells })
  const sampled = await takeSample(async sql => (await backend().query(sql)).columns, [0], cells.length)
  const found = sampled.get(0)
  if (!found) throw new Error('no sample')
  return found
}

const made = (rows: number, cell: (row: number) => string | null): Cells => Array.from({ length: rows }, (_, row) => cell(row))

describe('a sample', () => {
  it('is of all rows where they are few, each different text once', async () => {
    const sample = await sampleOf(['b', 'a', null, 'b', ''])
    expect(sample.present).toBe(4)
    expect(sample.texts).toEqual([{ value: 'b', count: 2 }, { value: 'a', count: 1 }, { value: '', count: 1 }])
  })

  it('is of the first rows and of some all over a longer file', async () => {
    const rows = 60_000
    const sample = await sampleOf(made(rows, row => String(row)))
    expect(sample.present).toBe(4_000 + 16 * 256)
    const seen = sample.texts.map(({ value }) => Number(value))
    expect(seen.slice(0, 4_000)).toEqual(Array.from({ length: 4_000 }, (_, row) => row))
    expect(Math.max(...seen)).toBeGreaterThan(rows - 100)
    const tenths = new Set(seen.map(row => Math.floor(row / (rows / 10))))
    expect(tenths.size).toBe(10)
  })

  it('keeps long texts apart that end differently, and a mark that text begins with', async () => {
    const long = `\ufeff${'äöü'.repeat(200)}`
    const { texts } = await sampleOf([`${long}1`, `${long}2`, `${long}1`, '\ufeffx', 'x'])
    expect(texts.map(({ count }) => count)).toEqual([2, 1, 1, 1])
    expect(texts.slice(2).map(({ value }) => value)).toEqual(['\ufeffx', 'x'])
    for (const { value } of texts) expect(value.length).toBeLessThan(100)
  })

  it('names the most frequent texts, and of equally frequent ones some from everywhere', async () => {
    const sample = await sampleOf(made(1_000, row => row % 4 === 0 ? 'often' : `once ${row}`))
    const frequent = sample.frequent(51)
    expect(frequent[0]).toEqual({ value: 'often', count: 250 })
    expect(frequent).toHaveLength(51)
    expect(Math.max(...frequent.slice(1).map(({ value }) => Number(value.slice(5))))).toBeGreaterThan(900)
    expect(sample.frequent(10_000)).toHaveLength(751)
  })

  it('gives some of the cells, frequent texts as often as they are there', async () => {
    const sample = await sampleOf(made(1_000, row => row < 700 ? 'often' : `once ${row}`))
    const some = sample.some(100)
    expect(some[0]).toEqual({ value: 'often', count: 70 })
    expect(some.slice(1).every(({ count }) => count === 1)).toBe(true)
    expect(some).toHaveLength(31)
    expect(sample.some(1_000)).toEqual(sample.texts)
  })
})

describe('what a sample says', () => {
  it('of shapes: digits, signs and words for months, days and truth', () => {
    const texts = ['2024-01-31', '1999-12-01', 'Mon, 02 Sep 2024', 'TRUE', 'Ann', '12 pm', '12 kg', '1'.repeat(36)].map(value => ({ value, count: 1 }))
    expect(shapesOf(texts)).toEqual([
      { text: '1111-11-11', cells: 2 }, { text: '11 pm', cells: 1 }, { text: 'Mon, 11 Sep 1111', cells: 1 }, { text: 'TRUE', cells: 1 },
    ])
  })

  it('of formats: those that a good part of the texts is of', async () => {
    const sample = await sampleOf(made(3_000, row => row % 5 === 0 ? 'unknown' : `p${row}@example.org`))
    expect(formatsAmong(sample)).toEqual([{ name: 'email', share: expect.closeTo(0.8, 2) as number }])
    expect(formatsAmong(await sampleOf(made(100, row => `word ${row}`)))).toEqual([])
    expect(formatsAmong(await sampleOf([]))).toEqual([])
  })

  it('of texts that are too long to be fetched', async () => {
    const address = (row: number): string => `https://example.org/${'a/'.repeat(60)}${row}`
    const json = (row: number): string => JSON.stringify({ id: row, note: 'n'.repeat(300), list: [1, 2, 3] })
    const table: Table = { address: made(500, address), json: made(500, json), broken: made(500, row => `${json(row)}!`) }
    const profiles = await profile(table)
    expect(profiles.address).toMatchObject({ type: 'string', distinct: 500, formats: [{ name: 'url', share: 1 }] })
    expect(profiles.json).toMatchObject({ type: 'json', valid: 500 })
    expect(profiles.broken).toMatchObject({ type: 'string' })
  })
})

describe('words for missing cells', () => {
  it.each([20_000, 60_000])('are found wherever they stand in %i rows', async rows => {
    const { amount } = await profile({ amount: made(rows, row => row === 4_100 ? 'N/A' : String(row % 1_000)) })
    expect(amount).toMatchObject({ type: 'integer', nullWords: ['N/A'] })
  })
})
