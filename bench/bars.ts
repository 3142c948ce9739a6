import type { Random } from '../app/sample/random.ts'
import { createRandom } from '../app/sample/random.ts'

/** The columns of the benchmark file. Each has one check; `breakers` holds cells that fail it. */
export const barsColumns = [
  'id', 'first_name', 'last_name', 'email', 'age', 'country', 'signup_date', 'amount', 'phone', 'is_active', 'score', 'notes',
] as const

export type BarsColumn = (typeof barsColumns)[number]

/** Takes the next bytes of the file; the generator waits for what it returns before it makes more. */
export type Write = (chunk: Uint8Array<ArrayBuffer>) => void | Promise<void>

export interface BarsOptions {
  readonly rows: number
  readonly seed: number
  /** Share of the rows that break one check, 0 to 1. */
  readonly badShare?: number
}

/** What a generated file holds, known exactly because the generator put it there. */
export interface Generated {
  /** Records after the header. */
  readonly rows: number
  readonly bytes: number
  readonly badRows: number
  readonly badByColumn: Readonly<Record<BarsColumn, number>>
  /** Ordinals (from 1) of the rows that break a check, ascending. */
  readonly badOrdinals: readonly number[]
}

export const barsDefaults = { badShare: 0.0357 } as const

const FIRST_NAMES = ['James', 'Mary', 'Robert', 'Patricia', 'John', 'Jennifer', 'Michael', 'Linda', 'David', 'Elizabeth', 'William', 'Barbara',
  'Richard', 'Susan', 'Joseph', 'Jessica', 'Thomas', 'Karen', 'Carlos', 'Sofia', 'Wei', 'Yuki', 'Aisha', 'Omar', 'Ingrid', 'Lars']
const LAST_NAMES = ['Smith', 'Johnson', 'Williams', 'Brown', 'Jones', 'Garcia', 'Miller', 'Davis', 'Rodriguez', 'Martinez', 'Hernandez', 'Lopez',
  'Wilson', 'Anderson', 'Taylor', 'Moore', 'Jackson', 'Martin', 'Nguyen', 'Tanaka', 'Silva', 'Kumar', 'Weber', 'Dubois']
const MAIL_HOSTS = ['mail.test', 'shop.test', 'example.com', 'example.org']
const COUNTRIES = ['US', 'FR', 'DE', 'GB', 'JP', 'BR', 'IN', 'CN']
/** Cells as they stand in the file: those with a comma or a quote are already quoted. */
const NOTES = ['', 'prefers contact by mail', 'VIP since the first season', '"ordered twice, returned once"', 'call back on Monday',
  'invoice to the head office', '"said ""thank you"", no follow-up"', 'no remarks', 'afternoons only', 'uses the mobile app']
const PADDED = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'))
const DAYS = Array.from({ length: 3650 }, (_, day) => new Date(Date.UTC(2015, 0, 1) + day * 86_400_000).toISOString().slice(0, 10))

/**
 * Cells that break the check of their column. Chosen so that every tool compared agrees on the verdict: `id`, `amount` and
 * `score` still parse or are empty, since some tools read text in a number column as a null, and a null as a pass.
 */
export const breakers: Readonly<Record<BarsColumn, readonly string[]>> = {
  id: [''],
  first_name: [''],
  last_name: [''],
  email: ['nobody.example.com', 'two words@example.com', 'nobody@nowhere', 'a@b@example.com'],
  age: ['-1', '121', '999', 'forty'],
  country: ['XX', 'USA', 'fr'],
  signup_date: ['2023-02-30', '2024-13-01', '01/02/2024', 'yesterday'],
  amount: ['-0.01', '-250.00'],
  phone: ['5551234567', '+1-555-123-456', 'unknown'],
  is_active: ['maybe', 'unknown'],
  score: ['100.5', '-3.0', '1000.0'],
  notes: ['far too long, '.repeat(15)].map(text => `"${text}"`),
}

const CHUNK_CHARACTERS = 1 << 19

/**
 * The benchmark file: a header and `rows` records of 12 columns, about 122 bytes each, ASCII, `\n` line ends. The bad rows
 * break one check each, the checks in turn. The same options give the same bytes, whatever the host.
 */
export async function generateBars(options: BarsOptions, write: Write): Promise<Generated> {
  const { rows, seed, badShare } = { ...barsDefaults, ...options }
  const rowMaker = createBarsRows(seed, badShare)
  const encoder = new TextEncoder()
  let text = `${barsColumns.join(',')}\n`
  let bytes = 0
  const flush = async () => {
    const chunk = encoder.encode(text)
    bytes += chunk.length
    text = ''
    await write(chunk)
  }

  for (let ordinal = 1; ordinal <= rows; ordinal++) {
    text += `${rowMaker.cellsOf(ordinal).join(',')}\n`
    if (text.length >= CHUNK_CHARACTERS) await flush()
  }
  await flush()
  return { rows, bytes, ...rowMaker.tally() }
}

export interface BarsRows {
  readonly random: Random
  /** The cells of the next row, already quoted where need be. The array is used again by the next call. */
  cellsOf(ordinal: number): string[]
  /** A row that is sure to pass every check. */
  goodCellsOf(ordinal: number): string[]
  tally(): Pick<Generated, 'badRows' | 'badByColumn' | 'badOrdinals'>
}

/** Makes the rows one after another and keeps count of those that break a check. */
export function createBarsRows(seed: number, badShare: number): BarsRows {
  const random = createRandom(seed)
  const cells: string[] = []
  const badOrdinals: number[] = []
  const badByColumn = Object.fromEntries(barsColumns.map(column => [column, 0])) as Record<BarsColumn, number>

  const breakOne = (ordinal: number) => {
    const position = badOrdinals.length % barsColumns.length
    const column = barsColumns[position] as BarsColumn
    cells[position] = random.pick(breakers[column])
    badByColumn[column]++
    badOrdinals.push(ordinal)
  }

  return {
    random,
    cellsOf(ordinal) {
      fillGoodCells(cells, ordinal, random)
      if (random.chance(badShare)) breakOne(ordinal)
      return cells
    },
    goodCellsOf(ordinal) {
      fillGoodCells(cells, ordinal, random)
      return cells
    },
    tally: () => ({ badRows: badOrdinals.length, badByColumn, badOrdinals }),
  }
}

function fillGoodCells(cells: string[], ordinal: number, random: Random): void {
  const first = random.pick(FIRST_NAMES)
  const last = random.pick(LAST_NAMES)
  const bits = random.next()
  cells[0] = String(ordinal)
  cells[1] = first
  cells[2] = last
  cells[3] = `${first}.${last}${bits % 10_000}@${random.pick(MAIL_HOSTS)}`
  cells[4] = String(random.below(121))
  cells[5] = COUNTRIES[bits >>> 29] as string
  cells[6] = random.pick(DAYS)
  cells[7] = `${random.below(10_000)}.${twoDigits(random)}`
  cells[8] = `+${1 + (bits & 63)}-${random.pick(PADDED)}-${random.pick(PADDED)}-${1000 + random.below(9000)}`
  cells[9] = bits & 64 ? 'true' : 'false'
  cells[10] = `${random.below(100)}.${random.below(10)}`
  cells[11] = bits & 128 ? random.pick(NOTES) : `ticket ${10_000 + random.below(90_000)} closed`
}

const twoDigits = (random: Random) => (PADDED[random.below(100)] as string).slice(1)
