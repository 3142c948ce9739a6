import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { fingerprint } from '../../engine/base/fingerprint.ts'
import type { Plan } from '../../engine/plan/index.ts'
import { planOf } from '../support/verdict.ts'
import { verdictsOf, type DatedCase, type Judge, type JudgedCells } from './judges.ts'

/** A bug that was found, as the smallest case that shows it, and what is right instead. */
export interface Regression extends DatedCase {
  /** What went wrong, in one plain sentence. */
  readonly title: string
  readonly expected: Expected
}

/** A verdict as people write it down; rows count from 1. */
export interface Expected {
  /** The rows that break each rule, by rule id; rules that no row breaks are absent. */
  readonly failing: Readonly<Record<string, readonly number[]>>
  /** The rows that each step drops, by step id. */
  readonly dropped: Readonly<Record<string, readonly number[]>>
  /** Every row's cells after the steps, as text. */
  readonly output: readonly (readonly (string | null)[])[]
}

export const FOLDER = join(import.meta.dirname, 'regressions')
/** Set to 1, a disagreement is written down as a regression. */
export const KEEP = 'SCHEMAFLOW_KEEP_FAILURES'

export function readRegressions(folder: string = FOLDER): readonly (Regression & { readonly file: string })[] {
  return readdirSync(folder).filter(file => file.endsWith('.json')).toSorted()
    .map(file => ({ file, ...JSON.parse(readFileSync(join(folder, file), 'utf8')) as Regression }))
}

export function expectedOf({ checks, dropping }: Plan, rows: readonly JudgedCells[]): Expected {
  const ordinalsOf = (isSuch: (row: JudgedCells) => boolean): readonly number[] => rows.flatMap((row, index) => isSuch(row) ? [index + 1] : [])
  const broken = [...new Set(checks.map(({ ruleId }) => ruleId))].map(id => [id, ordinalsOf(({ words }) => checks.some(({ ruleId }, bit) => ruleId === id && isSet(words, bit)))] as const)
  const lost = dropping.map(({ by, id }) => [id, ordinalsOf(({ dropped }) => dropped === by)] as const)
  const withRows = (entries: readonly (readonly [string, readonly number[]])[]): Expected['failing'] => Object.fromEntries(entries.filter(([, ordinals]) => ordinals.length > 0))
  return { failing: withRows(broken), dropped: withRows(lost), output: rows.map(({ text }) => text) }
}

const isSet = (words: readonly number[], bit: number): boolean => ((words[bit >>> 5] ?? 0) >>> (bit & 31) & 1) === 1

/** Who does not say what the first judge says; none when they agree or the recipe makes no plan. */
export async function dissentersFrom(testCase: DatedCase, judges: readonly Judge[]): Promise<readonly string[]> {
  const verdicts = Object.entries(await verdictsOf(testCase, judges) ?? {})
  const [first] = verdicts
  return verdicts.filter(([, verdict]) => verdict instanceof Error || !isDeepStrictEqual(verdict, first?.[1])).map(([name]) => name)
}

/**
 * A case as small as taking things away one at a time makes it: rows, columns, steps, rules, fields and what these say.
 * It is still one for which `isWrong` holds.
 */
export async function shrink(testCase: DatedCase, isWrong: (smaller: DatedCase) => Promise<boolean>): Promise<DatedCase> {
  for (const smaller of smallerCases(testCase)) {
    if (await isWrong(smaller)) return shrink(smaller, isWrong)
  }
  return testCase
}

const withoutEach = <T>(items: readonly T[]): readonly (readonly T[])[] => items.map((_, index) => items.toSpliced(index, 1))

function *smallerCases(testCase: DatedCase): Generator<DatedCase> {
  const { rows, columns } = testCase
  if (rows.length > 1) for (const fewer of withoutEach(rows)) yield { ...testCase, rows: fewer }
  for (const recipe of smallerDocuments(testCase.recipe)) yield { ...testCase, recipe: recipe as DatedCase['recipe'] }
  if (columns.length > 1) for (const index of columns.keys()) yield { ...testCase, columns: columns.toSpliced(index, 1), rows: rows.map(row => row.toSpliced(index, 1)) }
}

/** A document with one key or item less, the outermost first. What then is no recipe makes no plan and is passed over. */
function *smallerDocuments(document: unknown): Generator {
  if (document === null || typeof document !== 'object') return
  const isList = Array.isArray(document)
  const entries = Object.entries(document)
  const rebuilt = (members: readonly (readonly [string, unknown])[]): unknown => isList ? members.map(([, item]) => item) : Object.fromEntries(members)
  for (const fewer of withoutEach(entries)) yield rebuilt(fewer)
  for (const [index, [key, member]] of entries.entries()) {
    for (const smaller of smallerDocuments(member)) yield rebuilt(entries.with(index, [key, smaller]))
  }
}

/** What to tell about a disagreement: the smallest case of it, and where it was written to or how to have it written. */
export async function reportDisagreement(found: DatedCase, judges: readonly Judge[], { seed, isKept, folder = FOLDER }: { readonly seed: number, readonly isKept: boolean, readonly folder?: string }): Promise<string> {
  const smallest = await shrink(found, async smaller => (await dissentersFrom(smaller, judges)).length > 0)
  const dissenters = await dissentersFrom(smallest, judges)
  const verdicts = Object.entries(await verdictsOf(smallest, judges) ?? {})
  const answer = verdicts.map(([, verdict]) => verdict).find(verdict => !(verdict instanceof Error)) as readonly JudgedCells[] | undefined
  const title = `${dissenters.join(' and ')} did not say what ${verdicts[0]?.[0] ?? 'nobody'} says.`
  const told = verdicts.map(([name, verdict]) => `  ${name}: ${verdict instanceof Error ? verdict.message : escaped(verdict)}`)
  const file = `${fingerprint(smallest)}.json`
  if (isKept && answer) writeFileSync(join(folder, file), `${layOut({ title, ...smallest, expected: expectedOf(planOf(smallest), answer) })}\n`)
  const next = isKept
    ? `It was written to test/differential/regressions/${file}: say there what went wrong, correct "expected", mend the engine and commit both.`
    : `To write it to test/differential/regressions/${file}, run this test again with ${KEEP}=1 FUZZ_SEED=${seed}.`
  return [`${title} The smallest case of it:`, `  ${escaped(smallest)}`, ...told, next].join('\n')
}

/** JSON in which nothing is invisible. */
const escaped = (value: unknown): string =>
  JSON.stringify(value).replace(/[^\x20-\x7e]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** One line for each part of a regression, and for each row. */
function layOut(regression: Regression): string {
  const lines = Object.entries(regression).map(([key, value]) => {
    const text = key === 'rows' ? `[\n${(value as DatedCase['rows']).map(row => `    ${escaped(row)}`).join(',\n')}\n  ]` : escaped(value)
    return `  ${JSON.stringify(key)}: ${text}`
  })
  return `{\n${lines.join(',\n')}\n}`
}
