import type { ResultColumn } from '../backends/backend.ts'
import { keepBom } from '../sql/keep-bom.ts'
import type { Counted } from './cells.ts'

/** Rows at the start of the file that the first look is taken at … */
const HEAD_ROWS = 4_000
/** … and blocks of rows at equal distances after them. */
const BLOCKS = 16
const BLOCK_ROWS = 256

const SAMPLE_ROWS = HEAD_ROWS + BLOCKS * BLOCK_ROWS

/** Longer texts, in bytes, are not fetched: nothing that is looked for in a sample is so long, but for JSON and addresses of pages. */
const MAX_FETCHED_BYTES = 100
/** So much of a longer one is, in characters, with its hash behind it, so that different texts stay different. */
const STAND_IN_CHARACTERS = 60

/** Asks for a result's columns. */
export type AskColumns = (sql: string) => Promise<readonly ResultColumn[]>

/** What stands in a column in sampled rows. */
export interface SampledColumn {
  /** Cells that are not missing. */
  readonly present: number
  /** Each different text, in the order of the rows, and how many cells are it. */
  readonly texts: readonly Counted[]
  /** The texts of some of the cells, at equal distances, and how many of these cells are each. */
  some(most: number): readonly Counted[]
  /** The most frequent texts; of equally frequent ones some at equal distances. */
  frequent(most: number): readonly Counted[]
}

/** Looks at columns of `source`, by position, in some of its rows; in all of them where they are few. */
export async function takeSample(ask: AskColumns, columns: readonly number[], numRows: number): Promise<ReadonlyMap<number, SampledColumn>> {
  const fetched = columns.map(column => `c${column}`).map(cell => keepBom(`case when strlen(${cell}) > ${MAX_FETCHED_BYTES} then left(${cell}, ${STAND_IN_CHARACTERS}) || cast(hash(${cell}) as varchar) else ${cell} end`))
  const cells = await ask(`select ${fetched.join(', ')} from ${sampledRowsSql(columns, numRows)}`)
  return new Map(columns.map((column, place) => [column, sampledColumn(cells[place] ?? [])]))
}

/** As many of a column's sampled texts as are wanted, whole: each once. */
export async function wholeTexts(ask: AskColumns, column: number, numRows: number, most: number): Promise<readonly Counted[]> {
  const [texts = [], counts = []] = await ask(`select ${keepBom('v')}, cast(n as double) from (select c${column} as v, count(*) as n from ${sampledRowsSql([column], numRows)} where c${column} is not null group by v) order by n desc, hash(v) limit ${most}`)
  return Array.from(texts, (value, row) => ({ value: String(value), count: Number(counts[row]) }))
}

/** SQL for the sampled rows: the head, and blocks spread over the rest. Ordinals ascend, so each block touches few pages. */
function sampledRowsSql(columns: readonly number[], numRows: number): string {
  if (numRows <= SAMPLE_ROWS) return 'source'
  const cells = columns.map(column => `c${column}`).join(', ')
  const distance = Math.floor((numRows - HEAD_ROWS) / BLOCKS)
  const blocks = Array.from({ length: BLOCKS }, (_, index) => HEAD_ROWS + (index + 1) * distance)
  return `(${[`ord <= ${HEAD_ROWS}`, ...blocks.map(end => `ord > ${end - BLOCK_ROWS} and ord <= ${end}`)].map(where => `select ${cells} from source where ${where}`).join(' union all ')})`
}

function sampledColumn(cells: ResultColumn): SampledColumn {
  const counts = new Map<string, number>()
  let present = 0
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row]
    if (typeof cell !== 'string') continue
    present++
    counts.set(cell, (counts.get(cell) ?? 0) + 1)
  }
  const texts = [...counts].map(([value, count]): Counted => ({ value, count }))
  return {
    present, texts,
    some: most => someCells(texts, present, most),
    frequent(most) {
      if (texts.length <= most) return texts
      const ranked = texts.toSorted((a, b) => b.count - a.count)
      const least = ranked[most - 1]?.count ?? 0
      const more = ranked.filter(({ count }) => count > least)
      return [...more, ...atDistances(ranked.filter(({ count }) => count === least), most - more.length)]
    },
  }
}

/** So that a text which stands in many cells counts for as much among some of them. */
function someCells(texts: readonly Counted[], present: number, most: number): readonly Counted[] {
  if (present <= most) return texts
  let before = 0
  return texts.flatMap(({ value, count }) => {
    const taken = Math.ceil((before + count) * most / present) - Math.ceil(before * most / present)
    before += count
    return taken === 0 ? [] : [{ value, count: taken }]
  })
}

function atDistances<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, index) => items[Math.floor(index * items.length / most)]).filter(item => item !== undefined)
}
