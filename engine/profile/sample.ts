import { union } from './cells.ts'

/** Rows at the start of the file that the first look is taken at … */
const HEAD_ROWS = 4_000
/** … and blocks of rows at equal distances after them. */
const BLOCKS = 16
const BLOCK_ROWS = 256

export const SAMPLE_ROWS = HEAD_ROWS + BLOCKS * BLOCK_ROWS

/** Up to this many rows there is no sample: every cell is looked at. */
export const SMALL_ROWS = 50_000

/** SELECT of sampled rows: the head, and blocks spread over the rest. Ordinals ascend, so each block touches few pages. */
export function sampleSql(columns: readonly number[], numRows: number): string {
  const cells = columns.map(column => `c${column}`).join(', ')
  const distance = Math.floor((numRows - HEAD_ROWS) / BLOCKS)
  const blocks = Array.from({ length: BLOCKS }, (_, index) => HEAD_ROWS + index * distance + (distance - BLOCK_ROWS))
  return union([`ord <= ${HEAD_ROWS}`, ...blocks.map(start => `ord > ${start} and ord <= ${start + BLOCK_ROWS}`)].map(where => `select ${cells} from source where ${where}`))
}
