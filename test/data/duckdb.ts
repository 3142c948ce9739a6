import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll } from 'vitest'

export type Cell = string | number | boolean | bigint | null

/** Rows of cases in, rows of what DuckDB makes of them out; text travels as hexadecimal UTF-8, so that no decoder touches it. */
export interface Reference {
  /**
   * Runs `select <expressions> from cases` and gives one row a case, in order.
   * A case's cells are columns a, b, c … of the types their first row suggests (text, DOUBLE, BIGINT, BOOLEAN).
   * Every expression must give VARCHAR or NULL.
   */
  ask: (cases: readonly (readonly Cell[])[], ...expressions: string[]) => Promise<(string | null)[][]>
  connection: () => DuckDBConnection
}

/** One in-memory DuckDB, in UTC, for the tests of a file. */
export function useDuckDB(): Reference {
  let instance: DuckDBInstance | undefined
  let open: DuckDBConnection | undefined
  const connection = (): DuckDBConnection => {
    if (open === undefined) throw new Error('DuckDB is asked before beforeAll has run')
    return open
  }
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:')
    open = await instance.connect()
    await open.run("set timezone = 'UTC'")
  })
  afterAll(() => {
    open?.closeSync()
    instance?.closeSync()
  })
  return {
    connection,
    async ask(cases, ...expressions) {
      const [first] = cases
      if (first === undefined) return []
      const names = first.map((_, i) => String.fromCharCode(97 + i))
      const types = names.map((_, i) => sqlType(cases.map(row => row[i] ?? null).find(cell => cell !== null) ?? ''))
      const rows = cases.map((row, n) => `(${[n, ...row.map((cell, i) => literal(cell, types[i] ?? 'VARCHAR'))].join(',')})`)
      await connection().run(`create or replace temp table cases (n INTEGER, ${names.map((name, i) => `"${name}" ${types[i] ?? ''}`).join(', ')})`)
      await connection().run(`insert into cases values ${rows.join(',')}`)
      const columns = expressions.map((expression, i) => `hex(encode((${expression})::VARCHAR)) as x${i}`).join(', ')
      const reader = await connection().runAndReadAll(`select ${columns} from cases order by n`)
      return reader.getRows().map(row => row.map(cell => (cell === null ? null : Buffer.from(String(cell), 'hex').toString('utf8'))))
    },
  }
}

function sqlType(cell: Cell): string {
  if (typeof cell === 'number') return 'DOUBLE'
  if (typeof cell === 'bigint') return 'BIGINT'
  return typeof cell === 'boolean' ? 'BOOLEAN' : 'VARCHAR'
}

function literal(cell: Cell, type: string): string {
  if (cell === null) return 'NULL'
  if (typeof cell === 'string') return `decode(from_hex('${Buffer.from(cell, 'utf8').toString('hex')}'))`
  return `'${String(cell)}'::${type}`
}
