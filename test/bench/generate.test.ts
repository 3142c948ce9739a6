import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Write } from '../../bench/bars.ts'
import { barsColumns, breakers, generateBars } from '../../bench/bars.ts'
import { generateFile } from '../../bench/generate.ts'
import type { MessyOptions } from '../../bench/messy.ts'
import { generateMessy } from '../../bench/messy.ts'
import { naiveCsv } from './naive-csv.ts'

async function textOf<T>(generate: (write: Write) => Promise<T>): Promise<{ text: string, chunks: number, made: T }> {
  const chunks: Uint8Array[] = []
  const made = await generate(chunk => void chunks.push(chunk))
  return { text: Buffer.concat(chunks).toString(), chunks: chunks.length, made }
}

const isRealDay = (text: string) => {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number)
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day))
  return date.getUTCMonth() + 1 === month && date.getUTCDate() === day
}
const isWithin = (text: string, min: number, max: number) => text !== '' && Number(text) >= min && Number(text) <= max

/** The 12 checks once more, written without a look at the generator's lists. */
const checks: Record<string, (cell: string) => boolean> = {
  id: cell => /^\d+$/.test(cell),
  first_name: cell => cell.length > 0,
  last_name: cell => cell.length > 0,
  email: cell => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(cell),
  age: cell => /^-?\d+$/.test(cell) && isWithin(cell, 0, 120),
  country: cell => ['US', 'FR', 'DE', 'GB', 'JP', 'BR', 'IN', 'CN'].includes(cell),
  signup_date: isRealDay,
  amount: cell => isWithin(cell, 0, Infinity),
  phone: cell => /^\+?[0-9]{1,3}-[0-9]{3}-[0-9]{3}-[0-9]{4}$/.test(cell),
  is_active: cell => cell === 'true' || cell === 'false',
  score: cell => isWithin(cell, 0, 100),
  notes: cell => cell.length <= 200,
}
const brokenColumns = (cells: readonly string[]) => barsColumns.filter((column, index) => !checks[column]!(cells[index]!))

describe('the benchmark file', () => {
  test('is the same for the same seed, and another for another', async () => {
    const [one, again, other] = await Promise.all([7, 7, 8].map(seed => textOf(write => generateBars({ rows: 500, seed }, write))))
    expect(again!.text).toBe(one!.text)
    expect(again!.made).toEqual(one!.made)
    expect(other!.text).not.toBe(one!.text)
  })

  test('has exactly the bad rows it claims, where it claims them', async () => {
    const { text, made } = await textOf(write => generateBars({ rows: 5000, seed: 3 }, write))
    const [header, ...records] = naiveCsv(text)
    expect(header?.cells).toEqual(barsColumns)
    expect(records).toHaveLength(5000)
    expect(records.every(({ cells }) => cells.length === 12)).toBe(true)

    const broken = records.map(({ cells }) => brokenColumns(cells))
    expect(broken.every(columns => columns.length <= 1)).toBe(true)
    expect(broken.flatMap((columns, index) => (columns.length > 0 ? [index + 1] : []))).toEqual(made.badOrdinals)
    const counts = Object.fromEntries(barsColumns.map(column => [column, broken.filter(([first]) => first === column).length]))
    expect(counts).toEqual(made.badByColumn)
    expect(made.badRows).toBe(made.badOrdinals.length)
    expect(Buffer.byteLength(text)).toBe(made.bytes)
  })

  test('breaks about the asked share of the rows, the checks evenly, in rows of about 122 bytes', async () => {
    const { made, chunks } = await textOf(write => generateBars({ rows: 50_000, seed: 1 }, write))
    expect(made.badRows / made.rows).toBeCloseTo(0.0357, 2)
    const counts = Object.values(made.badByColumn)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
    expect(made.bytes / made.rows).toBeGreaterThan(120)
    expect(made.bytes / made.rows).toBeLessThan(125)
    expect(chunks).toBeGreaterThan(5)
  })

  test.each(barsColumns)('every cell meant to break %s does', column => {
    const cells = breakers[column].map(text => naiveCsv(`${text}\n`)[0]?.cells[0] ?? '')
    expect(cells.filter(cell => checks[column]!(cell))).toEqual([])
  })

  test('can be all good or all bad', async () => {
    const [good, bad] = await Promise.all([0, 1].map(badShare => textOf(write => generateBars({ rows: 200, seed: 2, badShare }, write))))
    expect(good?.made.badRows).toBe(0)
    expect(bad?.made.badRows).toBe(200)
  })

  test('waits for the writer before it makes more', async () => {
    let [inFlight, worst] = [0, 0]
    await generateBars({ rows: 20_000, seed: 1 }, async () => {
      worst = Math.max(worst, ++inFlight)
      await new Promise(resolve => setTimeout(resolve, 1))
      inFlight--
    })
    expect(worst).toBe(1)
  })

  test('goes to a file unchanged', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'generate-'))
    try {
      const path = join(folder, 'bars.csv')
      await generateFile(path, write => generateBars({ rows: 6000, seed: 5 }, write))
      const { text } = await textOf(write => generateBars({ rows: 6000, seed: 5 }, write))
      expect(await readFile(path, 'utf8')).toBe(text)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

describe('the messy file', () => {
  const variants: readonly [string, MessyOptions][] = [
    ['with plain line ends', { rows: 3000, seed: 11 }],
    ['with CRLF', { rows: 3000, seed: 12, lineEnd: '\r\n' }],
    ['full of faults', { rows: 2000, seed: 13, malformedShare: 0.3, quotedLineEndShare: 0.3, blankLineShare: 0.3, unicodeShare: 0.5 }],
    ['with a quote open at the end', { rows: 500, seed: 14, unclosedEnd: true, blankLineShare: 0 }],
  ]

  test.each(variants)('%s stands where it says', async (_, options) => {
    const { text, made } = await textOf(write => generateMessy(options, write))
    const [, ...all] = naiveCsv(text)
    const records = all.filter(({ raw }) => raw !== '')
    expect(records).toHaveLength(options.rows)
    expect(all.length - records.length).toBe(made.blankLines)

    const isMalformed = ({ cells, isBroken }: typeof all[number]) => isBroken || cells.length !== 12
    const seen = records.flatMap((record, index) => (isMalformed(record)
      ? [{ ordinal: index + 1, line: record.line, byteOffset: record.byteOffset, raw: record.raw.trimEnd() }] : []))
    expect(seen).toEqual(made.malformed.map(({ ordinal, line, byteOffset, raw }) => ({ ordinal, line, byteOffset, raw })))

    const bad = records.flatMap((record, index) => (!isMalformed(record) && brokenColumns(record.cells).length > 0 ? [index + 1] : []))
    expect(bad).toEqual(made.badOrdinals)
    expect(records.filter(record => !isMalformed(record) && record.raw.includes('\n'))).toHaveLength(made.quotedLineEnds)
    expect(text.split('\n').length - 1).toBe(made.lines)
    expect(Buffer.byteLength(text)).toBe(made.bytes)
  })

  test('names each fault for what it is', async () => {
    const { made } = await textOf(write => generateMessy({ rows: 3000, seed: 11, malformedShare: 0.1, unclosedEnd: true }, write))
    const counts = (raw: string) => naiveCsv(raw)[0]!
    for (const { code, raw } of made.malformed) {
      const { cells, isBroken } = counts(raw)
      const seen = isBroken ? (raw.includes('Jr.') ? 'text_after_quote' : 'unclosed_quote') : cells.length < 12 ? 'too_few_cells' : 'too_many_cells'
      expect(seen, raw).toBe(code)
    }
    expect(new Set(made.malformed.map(({ code }) => code)).size).toBe(4)
  })

  test('has each kind of fault at about its share', async () => {
    const { made } = await textOf(write => generateMessy({ rows: 20_000, seed: 1 }, write))
    expect(made.malformed.length / made.rows).toBeCloseTo(0.01, 2)
    expect(made.quotedLineEnds).toBeGreaterThan(100)
    expect(made.blankLines).toBeGreaterThan(50)
  })
})
