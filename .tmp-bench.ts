import { DuckDBInstance } from '@duckdb/node-api'
import { formats } from '/work/main/engine/rules/formats/index.ts'
import { compilePlan, verdictSql } from '/work/main/engine/plan/index.ts'
import { duckdb } from '/work/main/engine/sql/dialects/duckdb.ts'
const N = 200000
const db = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()
for (const f of formats) {
  const ex = f.examples.map(e => duckdb.quoteText(e)).join(',')
  await db.run(`create or replace temp table source as select range as ord, ([${ex}])[1 + range % ${f.examples.length}] as c0 from range(${N})`)
  const plan = compilePlan({ rules: [{ type: 'format', column: 'x', format: f.name }] } as never, [{ name: 'x', type: { name: 'string' } }]).plan!
  const sql = `select sum(w0) from (${verdictSql(plan, 'source', { dialect: duckdb, clock: { nowMicros: 0n } })})`
  const t = performance.now(); const r = await db.runAndReadAll(sql); const ms = performance.now() - t
  console.log(f.name.padEnd(16), String(r.getRows()[0]![0]), `${(N / ms / 1000).toFixed(2)} M rows/s`, `${sql.length} chars`)
}
