import { expect, test } from 'vitest'
import { profileSource, type ColumnProfile } from '../../engine/profile/index.ts'
import { kinds, makeColumns, type MadeColumn } from './columns.ts'
import { load, useProfiler } from './load.ts'

const { backend } = useProfiler()

const SEED = Number(process.env.INFERENCE_SEED ?? 20240229)
const VARIANTS = 5

/** A column as it was made, and as it was seen. */
interface Outcome {
  readonly made: MadeColumn
  readonly found: ColumnProfile
}

async function profileMade(): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (const [numRows, columns] of makeColumns(SEED, VARIANTS)) {
    await load(backend(), Object.fromEntries(columns.map(({ cells }, index) => [`c${index}`, cells])))
    const profiles = await profileSource({ backend: backend(), columns: columns.map(({ name }) => name), numRows })
    outcomes.push(...profiles.flatMap((found, index) => {
      const made = columns[index]
      return made ? [{ made, found }] : []
    }))
  }
  return outcomes
}

const formatsFound = ({ dateFormat, dateFormats }: ColumnProfile): readonly string[] =>
  dateFormats?.map(({ format }) => format).toSorted() ?? (dateFormat === undefined ? [] : [dateFormat])
const hasType = ({ made, found }: Outcome): boolean => found.type === made.kind.type
const hasFormats = ({ made, found }: Outcome): boolean => formatsFound(found).join() === (made.kind.formats ?? []).toSorted().join()
const confusion = ({ made, found }: Outcome): string =>
  `${made.label}: ${found.type} ${formatsFound(found).join(' or ')} ${found.counterExamples.slice(0, 3).join(' | ')}`

test('inference agrees with the generator of the columns', async () => {
  const outcomes = await profileMade()
  expect(outcomes.length).toBe(kinds.length * VARIANTS)
  expect(outcomes.length).toBeGreaterThanOrEqual(300)
  const otherType = outcomes.filter(outcome => !hasType(outcome))
  const dated = outcomes.filter(({ made }) => made.kind.formats !== undefined || ['date', 'datetime', 'timestamp', 'time'].includes(made.kind.type))
  const otherFormat = dated.filter(outcome => !hasFormats(outcome))
  expect(1 - otherType.length / outcomes.length, otherType.map(confusion).join('\n')).toBeGreaterThanOrEqual(0.99)
  expect(1 - otherFormat.length / dated.length, otherFormat.map(confusion).join('\n')).toBeGreaterThanOrEqual(0.98)
}, 60_000)
