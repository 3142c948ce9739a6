import { score, type ReadTable, type Score } from './score.ts'
import type { Variant } from './variants.ts'

/** Reads a file as CSV. What it throws counts as nothing read. */
export type ReadFile = (bytes: Uint8Array) => Promise<ReadTable>

export interface Outcome {
  readonly variant: Variant
  readonly score: Score
  /** Why nothing was read. */
  readonly error: string | undefined
}

/** Averages over variants, from 0 to 1. */
export interface Line {
  readonly name: string
  readonly variants: number
  readonly header: number
  readonly recordPrecision: number
  readonly recordRecall: number
  readonly cellPrecision: number
  readonly cellRecall: number
  /** The mean of {@link Score.overall}. */
  readonly overall: number
}

export interface Measurement {
  readonly outcomes: readonly Outcome[]
  readonly overall: Line
  /** The mean of `faults`: those that few tables can have weigh as much as the others. */
  readonly byFault: Line
  readonly groups: readonly Line[]
  readonly faults: readonly Line[]
}

/** Has every variant read, one after the other. A variant of two faults counts in the lines of both. */
export async function measure(variants: readonly Variant[], read: ReadFile): Promise<Measurement> {
  const outcomes: Outcome[] = []
  for (const variant of variants) {
    const { table, error } = await tryReading(read, variant.bytes)
    outcomes.push({ variant, error, score: score(variant.truth, table) })
  }
  return summarize(outcomes)
}

function summarize(outcomes: readonly Outcome[]): Measurement {
  const faults = linesBy(outcomes, ({ variant }) => variant.faults.map(({ id }) => id))
  return {
    outcomes, faults,
    overall: lineOf('all', outcomes),
    byFault: meanOf('all, each fault once', faults),
    groups: linesBy(outcomes, ({ variant }) => variant.faults.map(({ group }) => group)),
  }
}

/** What two ways of reading could reach if somebody chose the better one for every file. Both are of the same variants. */
export const better = (a: Measurement, b: Measurement): Measurement =>
  summarize(a.outcomes.map((own, i) => {
    const other = b.outcomes[i] ?? own
    return other.score.overall > own.score.overall ? other : own
  }))

async function tryReading(read: ReadFile, bytes: Uint8Array): Promise<{ readonly table: ReadTable, readonly error: string | undefined }> {
  try {
    return { table: await read(bytes), error: undefined }
  } catch (error) {
    return { table: { header: null, records: [] }, error: error instanceof Error ? error.message : String(error) }
  }
}

function linesBy(outcomes: readonly Outcome[], namesOf: (outcome: Outcome) => readonly string[]): readonly Line[] {
  const sets = new Map<string, Outcome[]>()
  for (const outcome of outcomes) {
    for (const name of new Set(namesOf(outcome))) {
      const set = sets.get(name) ?? []
      set.push(outcome)
      sets.set(name, set)
    }
  }
  return [...sets].map(([name, set]) => lineOf(name, set))
}

function lineOf(name: string, outcomes: readonly Outcome[]): Line {
  const mean = (of: (score: Score) => number): number => outcomes.reduce((sum, { score }) => sum + of(score), 0) / Math.max(1, outcomes.length)
  return {
    name, variants: outcomes.length, header: mean(({ header }) => header.f1),
    recordPrecision: mean(({ records }) => records.precision), recordRecall: mean(({ records }) => records.recall),
    cellPrecision: mean(({ cells }) => cells.precision), cellRecall: mean(({ cells }) => cells.recall),
    overall: mean(({ overall }) => overall),
  }
}

function meanOf(name: string, lines: readonly Line[]): Line {
  const mean = (of: (line: Line) => number): number => lines.reduce((sum, line) => sum + of(line), 0) / Math.max(1, lines.length)
  return {
    name, variants: lines.reduce((sum, { variants }) => sum + variants, 0), header: mean(({ header }) => header), recordPrecision: mean(line => line.recordPrecision),
    recordRecall: mean(line => line.recordRecall), cellPrecision: mean(line => line.cellPrecision), cellRecall: mean(line => line.cellRecall), overall: mean(({ overall }) => overall),
  }
}

const COLUMNS = ['header F1', 'record precision', 'record recall', 'cell precision', 'cell recall', 'overall'] as const
const shares = ({ header, recordPrecision, recordRecall, cellPrecision, cellRecall, overall }: Line): readonly number[] =>
  [header, recordPrecision, recordRecall, cellPrecision, cellRecall, overall]

/** Lines as a table in Markdown. */
export const markdownTable = (lines: readonly Line[]): string => [
  `| | variants | ${COLUMNS.join(' | ')} |`,
  `|---|${'---:|'.repeat(COLUMNS.length + 1)}`,
  ...lines.map(line => `| ${line.name} | ${line.variants} | ${shares(line).map(share => share.toFixed(3)).join(' | ')} |`),
].join('\n')

/** The overall shares of several readers side by side, one line a name that the first of them has. */
export function comparisonTable(linesByReader: Readonly<Record<string, readonly Line[]>>): string {
  const readers = Object.entries(linesByReader)
  const [first] = readers
  return [
    `| | variants | ${readers.map(([reader]) => reader).join(' | ')} |`,
    `|---|${'---:|'.repeat(readers.length + 1)}`,
    ...(first?.[1] ?? []).map(({ name, variants }) => `| ${name} | ${variants} | ${readers.map(([, lines]) => lines.find(line => line.name === name)?.overall.toFixed(3) ?? '').join(' | ')} |`),
  ].join('\n')
}

export const worst = (lines: readonly Line[], count: number): readonly Line[] => [...lines].sort((a, b) => a.overall - b.overall).slice(0, count)
