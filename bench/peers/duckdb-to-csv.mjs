// DuckDB alone reads a CSV file whose dialect it is told, every cell as text, and writes it as CSV: what reading costs is measured against it.
// Usage: node bench/peers/duckdb-to-csv.mjs FILE.csv OUT.csv
import { DuckDBInstance } from '@duckdb/node-api'

const [input, output] = process.argv.slice(2)
if (input === undefined || output === undefined) throw new Error('Usage: duckdb-to-csv.mjs FILE.csv OUT.csv')
const quote = text => `'${text.replaceAll("'", "''")}'`
const connection = await (await DuckDBInstance.create(':memory:')).connect()
await connection.run(`COPY (FROM read_csv(${quote(input)}, delim = ',', quote = '"', escape = '"', header = true, all_varchar = true)) TO ${quote(output)} (FORMAT csv, HEADER)`)
