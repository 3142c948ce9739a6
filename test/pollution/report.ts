/**
 * Prints how well the readers read what was polluted: `npx tsx test/pollution/report.ts`.
 * `--pairs=500` takes so many pairs of faults in place of single ones; `--worst=25` how many of the worst faults and files are listed;
 * `--only=quote` takes one group or fault only; `--ours` leaves the other readers out.
 */
import { parseArgs } from 'node:util'
import { openDuckDbReaders } from './duckdb-reader.ts'
import { faults } from './faults.ts'
import { better, comparisonTable, markdownTable, measure, worst } from './measure.ts'
import { readWithPapaParse } from './papaparse-reader.ts'
import { readWithSchemaflow } from './schemaflow-reader.ts'
import { pairs, singles } from './variants.ts'

const { values } = parseArgs({ options: { pairs: { type: 'string' }, worst: { type: 'string', default: '25' }, only: { type: 'string' }, ours: { type: 'boolean', default: false } } })
const chosen = faults.filter(({ id, group }) => values.only === undefined || id === values.only || group === values.only)
const variants = values.pairs === undefined ? singles(chosen) : pairs(Number(values.pairs), chosen)

const started = performance.now()
const ours = await measure(variants, readWithSchemaflow)
console.log(`${variants.length} files, read in ${((performance.now() - started) / 1000).toFixed(1)} s\n`)
console.log(`## SchemaFlow\n\n${markdownTable([ours.overall, ours.byFault, ...ours.groups])}\n`)
console.log(`### Worst faults\n\n${markdownTable(worst(ours.faults, Number(values.worst)))}\n`)

console.log('### Worst files\n')
const byScore = [...ours.outcomes].sort((a, b) => a.score.overall - b.score.overall).slice(0, Number(values.worst))
for (const { variant, score, error } of byScore) console.log(`- ${score.overall.toFixed(3)} ${variant.name}${error === undefined ? '' : ` (${error})`}`)

if (!values.ours) {
  const papa = await measure(variants, readWithPapaParse)
  const duckdb = await openDuckDbReaders()
  const strict = await measure(variants, duckdb.strict)
  const tolerant = await measure(variants, duckdb.tolerant)
  duckdb.close()
  const readers = { 'SchemaFlow': ours, 'DuckDB, strict': strict, 'DuckDB, tolerant': tolerant, 'DuckDB, the better of both': better(strict, tolerant), 'PapaParse': papa }
  const linesOf = (which: 'groups' | 'faults') => Object.fromEntries(Object.entries(readers).map(([name, measured]) => [name, [measured.overall, measured.byFault, ...measured[which]]]))
  console.log(`\n## Overall scores by group\n\n${comparisonTable(linesOf('groups'))}\n`)
  console.log(`## Overall scores by fault\n\n${comparisonTable(linesOf('faults'))}`)
}
