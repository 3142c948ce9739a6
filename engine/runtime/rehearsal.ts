import type { Backend } from '../backends/backend.ts'
import { deferred } from '../backends/deferred.ts'
import { bytesSource } from '../formats/source.ts'
import { profileSource, SMALL_ROWS } from '../profile/index.ts'
import { sourceSpec, type Recipe } from '../recipe/index.ts'
import type { InputHost } from './open-input.ts'
import { openWorkspace } from './workspace.ts'

/** First each of its functions has to run at all; then so often that browsers compile it once more, and better. */
const ROWS = [300, 10_000, 10_000, 10_000]
const COLUMNS = ['id', 'name', 'email', 'amount', 'day', 'active', 'note']

/** Rows as files have them: numbers, dates, words that come back and texts that do not, and one of each that is none. */
function made(row: number): string {
  const digits = String((row * 7919) % 1000).padStart(3, '0')
  const day = row === 50 ? 'soon' : `2024-0${1 + row % 9}-1${row % 10}`
  const amount = row === 70 ? 'n/a' : `${row % 97}.${digits.slice(0, 2)}`
  return [row, ['Ann', 'Bob', 'Zoë'][row % 3], row === 90 ? 'none' : `p${digits}.${row}@example.org`, amount, day, row % 2 === 0, row % 5 === 0 ? '' : `"call ${digits}, later"`].join(',')
}

const RECIPE: Recipe = {
  schema: {
    fields: [
      { name: 'id', type: 'integer', required: true, unique: true }, { name: 'email', format: 'email' }, { name: 'amount', type: 'number', min: 0, max: 90 },
      { name: 'day', type: 'date' }, { name: 'active', type: 'boolean' }, { name: 'name', enum: ['Ann', 'Bob'] }, { name: 'note', max_length: 100 },
    ],
  },
  rules: [{ type: 'expression', expr: 'amount < id * 2' }],
}

/**
 * Lets an engine do on rows of no meaning what it will do with a file: whatever it does for the first time takes it several times as
 * long, since browsers compile its code when that first runs. Ends between two questions when the signal says so.
 */
export async function rehearse(backend: Backend, input: InputHost, signal: AbortSignal): Promise<void> {
  const rehearsing = deferred(backend.engine, () => {
    signal.throwIfAborted()
    return Promise.resolve(backend)
  }, () => undefined)
  for (const rows of ROWS) if (!signal.aborted) await rehearseOnce(rehearsing, input, rows, signal)
}

async function rehearseOnce(backend: Backend, input: InputHost, rows: number, signal: AbortSignal): Promise<void> {
  const text = [COLUMNS.join(','), ...Array.from({ length: rows }, (_, row) => made(row)), ''].join('\n')
  const workspace = openWorkspace({ backend, source: bytesSource(new TextEncoder().encode(text), 'rehearsal.csv'), input, startedAt: new Date(0), runId: '', judgedByTextsRows: 0 })
  try {
    await workspace.load(sourceSpec(RECIPE), () => undefined)
    await workspace.judge(RECIPE, 1)
    await workspace.page({ rows: 'rejected' }, 0, 20)
    // Of a large table other questions are asked, whether or not these rows are as many.
    await profileSource({ backend, columns: COLUMNS, numRows: SMALL_ROWS + 1 })
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    await workspace.leave()
  }
}
