// The floor: DuckDB alone copies the CSV to Parquet, with no rules at all. What validation costs is measured against it.
// Usage: node bench/peers/duckdb-floor.mjs FILE.csv OUT.parquet [--memory 400MB] [--threads N]
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { memory: { type: 'string' }, threads: { type: 'string' } },
})
const [input, output] = positionals
if (input === undefined || output === undefined) throw new Error('Usage: duckdb-floor.mjs FILE.csv OUT.parquet [--memory 400MB] [--threads N]')

// Detection guesses from the first rows only; these columns hold cells that their type refuses, or would be guessed wrongly.
// The other numbers do parse in every row, bad ones too, and are written as numbers.
const types = {
  id: 'BIGINT', first_name: 'VARCHAR', last_name: 'VARCHAR', email: 'VARCHAR', age: 'VARCHAR', country: 'VARCHAR', signup_date: 'VARCHAR',
  amount: 'DOUBLE', phone: 'VARCHAR', is_active: 'VARCHAR', score: 'DOUBLE', notes: 'VARCHAR',
}
const quote = text => `'${text.replaceAll("'", "''")}'`
const typeMap = `{${Object.entries(types).map(([name, type]) => `${quote(name)}: ${quote(type)}`).join(', ')}}`

const startedMs = performance.now()
const instance = await DuckDBInstance.create(':memory:', {
  ...(values.memory && { memory_limit: values.memory }),
  ...(values.threads && { threads: values.threads }),
})
const connection = await instance.connect()
const copied = await connection.run(
  `COPY (FROM read_csv(${quote(input)}, header = true, auto_detect = true, types = ${typeMap})) TO ${quote(output)} (FORMAT parquet)`,
)
console.log(JSON.stringify({ tool: 'duckdb floor', rows: Number(copied.rowsChanged), seconds: (performance.now() - startedMs) / 1000 }))
