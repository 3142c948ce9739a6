import type { Backend, CountedTexts, ResultColumn } from '../backends/backend.ts'
import { narrowest, partsOf, twinOf, type Candidate } from './candidates.ts'
import { groupedSql, GROUPS_COLUMNS, union, type Counted } from './cells.ts'
import { chooseReading, type Reading } from './choose.ts'
import { describe, isNearlyUnique, type Subject } from './describe.ts'
import { lookAtSample, type Sample } from './first-look.ts'
import { boundsOfName, type Bounds } from './names.ts'
import type { ColumnProfile } from './profile.ts'
import { askBasics, askCounts, askJson, askReadings, type Ask, type Basics, type Layout, type Row } from './questions.ts'
import { NULL_WORDS } from './suspects.ts'

export interface ProfileOptions {
  /** Holds the table `source` (ord, c0, c1 …), text, null where a cell is missing. */
  readonly backend: Pick<Backend, 'query'>
  /** Texts that need not be counted. */
  readonly counted?: CountedTexts
  /** The columns' names, c0 first. */
  readonly columns: readonly string[]
  /** Which of them are wanted, by position, where `source` has only these; all by default. */
  readonly only?: readonly number[]
  /** The rows of `source`. */
  readonly numRows: number
  readonly signal?: AbortSignal | undefined
  /** Told after each batch of columns. */
  readonly onProgress?: ((progress: { readonly columnsDone: number, readonly columns: number }) => void) | undefined
}

/** Up to this many rows equal cells are counted in every column. */
export const SMALL_ROWS = 50_000

/** Columns asked about at once: few scans, and no query that takes longer to plan than to run. */
const COLUMNS_AT_ONCE = 50

/**
 * What every column looks like. A sample tells which types are plausible; the whole file then decides between those, and all counts are of the
 * whole file: exact, but for the number of different values of columns where nearly every cell is different.
 * Works in temporary tables of its own, gone when it resolves or rejects.
 * @throws EngineError as `Backend.query` does
 */
export async function profileSource({ backend, counted = NOTHING_COUNTED, columns, only = columns.map((_, position) => position), numRows, signal, onProgress }: ProfileOptions): Promise<readonly ColumnProfile[]> {
  const askColumns = async (sql: string): Promise<readonly ResultColumn[]> => (await backend.query(sql, signal)).columns
  const ask: Ask = async sql => {
    const { numRows: answers, columns: values } = await backend.query(sql, signal)
    return Array.from({ length: answers }, (_, row): Row => values.map(column => column[row]))
  }
  const profiles: ColumnProfile[] = []
  for (let start = 0; start < only.length; start += COLUMNS_AT_ONCE) {
    const names = new Map(only.slice(start, start + COLUMNS_AT_ONCE).map(position => [position, columns[position] ?? '']))
    const groups = `profile_${runs++}_groups`
    try {
      const sample = await lookAtSample(askColumns, names, numRows)
      profiles.push(...await profileBatch(ask, sample, names, numRows, { groups, counted }))
    } finally {
      // An engine that is lost has lost its tables too: what went wrong first is what has to be told.
      await backend.query(`drop table if exists ${groups}`).catch(() => undefined)
    }
    onProgress?.({ columnsDone: profiles.length, columns: only.length })
  }
  return profiles
}

/** Profiles that run at the same time on one engine must not share tables. */
let runs = 0

const NOTHING_COUNTED: CountedTexts = { table: '', columns: new Set() }

interface Tables {
  /** The name of the table that equal cells are counted in. */
  readonly groups: string
  readonly counted: CountedTexts
}

type Names = ReadonlyMap<number, string>

async function profileBatch(ask: Ask, sample: Sample, names: Names, numRows: number, tables: Tables): Promise<readonly ColumnProfile[]> {
  const columns = [...names.keys()]
  const grouped = new Set(columns.filter(column => numRows <= SMALL_ROWS || sample.repeating.has(column)))
  const layout: Layout = { table: tables.groups, grouped }
  await ask(`create temp table ${layout.table} (${GROUPS_COLUMNS})`)
  await group(ask, [...grouped], layout.table, tables.counted)
  const basics = new Map(await askBasics(ask, columns, layout))
  await groupMore({ ask, basics, layout, grouped, counted: tables.counted })
  // Of counted cells it costs nothing to ask, even where the sample has none of these words.
  const worded = columns.filter(column => grouped.has(column) || sample.unexplained.includes(column))
  const nullWords = await askCounts(ask, new Map(worded.map(column => [column, NULL_WORDS])), layout, basics)
  const chosen = await chooseTypes({ ask, names, sample, basics, layout, nullWords })
  const subjects = columns.map((column): Subject => {
    const found = basics.get(column) ?? nothing
    return {
      column, name: names.get(column) ?? '', basics: found, reading: chosen.get(column),
      formats: sample.formats.get(column) ?? [], nullWords: (nullWords.get(column) ?? []).map(({ value }) => value),
    }
  })
  return describe(ask, subjects, numRows, layout)
}

const nothing: Basics = { present: 0, distinct: 0, isApproximate: false, minLength: null, maxLength: null }

async function group(ask: Ask, columns: readonly number[], table: string, counted: CountedTexts): Promise<void> {
  if (columns.length > 0) await ask(`insert into ${table} ${groupsSql(columns, counted)}`)
}

/** SQL for the groups of whole columns: those counted already, and the others. */
function groupsSql(columns: readonly number[], counted: CountedTexts): string {
  const known = columns.filter(column => counted.columns.has(column))
  const others = columns.filter(column => !counted.columns.has(column))
  return union([...known.length > 0 ? [`select col, v, n from ${counted.table} where col in (${known.join(', ')})`] : [], ...others.length > 0 ? [groupedSql(others, 'source')] : []])
}

/** Groups the columns whose sample was more diverse than the file, as their frequent values will be asked for. */
async function groupMore({ ask, basics, layout, grouped, counted }: { readonly ask: Ask, readonly basics: Map<number, Basics>, readonly layout: Layout, readonly grouped: Set<number>, readonly counted: CountedTexts }): Promise<void> {
  const late = [...basics].flatMap(([column, found]) => grouped.has(column) || isNearlyUnique(found) ? [] : [column])
  await group(ask, late, layout.table, counted)
  for (const column of late) grouped.add(column)
  for (const [column, found] of await askBasics(ask, late, layout)) basics.set(column, found)
}

interface Choosing {
  readonly ask: Ask
  readonly names: Names
  readonly sample: Sample
  readonly basics: ReadonlyMap<number, Basics>
  readonly layout: Layout
  readonly nullWords: ReadonlyMap<number, readonly Counted[]>
}

async function chooseTypes({ ask, names, sample, basics, layout, nullWords }: Choosing): Promise<ReadonlyMap<number, Reading>> {
  const bounds = new Map<number, Bounds>()
  for (const [column, name] of names) {
    const usual = boundsOfName(name)
    if (usual) bounds.set(column, usual)
  }
  const askable = new Map([...sample.plausible].map(([column, found]) => [column, found.filter(candidate => !isJson(candidate))]))
  const presentIn = (column: number): number => (basics.get(column)?.present ?? 0) - (nullWords.get(column) ?? []).reduce((sum, { count }) => sum + count, 0)
  const first = new Map([...askable].map(([column, found]) => [column, narrowest(found)]))
  const readings = new Map(await askReadings(ask, first, bounds, layout))
  // A wider candidate is asked about only where a narrower one left cells unexplained.
  const wider = new Map([...askable].flatMap(([column, found]) => {
    const isExplained = (readings.get(column) ?? []).some(({ valid }) => valid === presentIn(column))
    const rest = found.filter(candidate => !first.get(column)?.includes(candidate))
    return isExplained || rest.length === 0 ? [] : [[column, rest] as const]
  }))
  for (const [column, found] of await askReadings(ask, wider, bounds, layout)) readings.set(column, [...readings.get(column) ?? [], ...found])
  const json = new Map([...sample.plausible].flatMap(([column, found]) => {
    const candidate = found.find(isJson)
    const { present = 0, maxLength = 0 } = basics.get(column) ?? {}
    return candidate ? [[column, { candidate, present, maxLength: maxLength ?? 0 }] as const] : []
  }))
  for (const [column, found] of await askJson(ask, json)) readings.set(column, [...readings.get(column) ?? [], found])
  const chosen = new Map([...names].flatMap(([column, name]) => {
    const found = readings.get(column) ?? []
    const choice = chooseReading(inOrder(found, sample.plausible.get(column) ?? []), presentIn(column), name)
    return choice ? [[column, withTwin(choice, found)] as const] : []
  }))
  const parts = await askReadings(ask, new Map([...chosen].flatMap(([column, { candidate }]) => partsOf(candidate).length > 0 ? [[column, partsOf(candidate)] as const] : [])), bounds, layout)
  for (const [column, found] of parts) {
    const choice = chosen.get(column)
    if (choice) chosen.set(column, { ...choice, parts: found.map(({ candidate: { spec }, valid }) => ({ format: spec.formats?.[0] ?? '', valid })) })
  }
  return chosen
}

const isJson = ({ spec }: Candidate): boolean => spec.to.name === 'json' || spec.to.name === 'array'

/** Notes where the other order of day and month reads every cell as well. */
function withTwin(reading: Reading, others: readonly Reading[]): Reading {
  const twin = twinOf(reading.candidate)
  const isOpen = twin !== undefined && others.some(({ candidate, valid }) => candidate === twin && valid === reading.valid)
  return isOpen ? { ...reading, isDayMonthOpen: true } : reading
}

const inOrder = (readings: readonly Reading[], order: readonly Candidate[]): readonly Reading[] =>
  readings.toSorted((a, b) => order.indexOf(a.candidate) - order.indexOf(b.candidate))
