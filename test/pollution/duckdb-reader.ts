import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { ReadFile } from './measure.ts'

/**
 * How a file is sniffed: the first that does not fail counts. Strictly to begin with, because with `ignore_errors` the sniffer is content
 * with a wrong dialect under which most lines are errors: of a file with a title line it then finds the title as its only column.
 */
const SNIFFED_WITH = ['', ', ignore_errors = true', ', ignore_errors = true, strict_mode = false'] as const

/** Native DuckDB by its own lights: the dialect of `sniff_csv`, read as text; records that it rejects are left out. */
export async function openDuckDbReader(): Promise<{ readonly read: ReadFile, readonly close: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'pollution-'))
  const path = join(folder, 'file.csv')
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()

  async function readAs(options: string): ReturnType<ReadFile> {
    const sniffed = await connection.runAndReadAll(`select Delimiter, Quote, Escape, SkipRows, HasHeader, Comment from sniff_csv('${path}'${options})`)
    const [delimiter, quote, escape, skip, hasHeader, comment] = sniffed.getRows()[0] ?? []
    const rows = await connection.runAndReadAll(`
      select * from read_csv('${path}', all_varchar = true, ignore_errors = true, delim = ${literal(delimiter)}, quote = ${literal(quote)}, escape = ${literal(escape)},
        comment = ${literal(comment)}, skip = ${Number(skip)}, header = ${hasHeader === true}${options.includes('strict_mode') ? ', strict_mode = false' : ''})`)
    return {
      header: hasHeader === true ? rows.columnNames() : null,
      records: rows.getRows().map(row => row.map(cell => (typeof cell === 'string' ? cell : ''))),
    }
  }
  return {
    async read(bytes) {
      writeFileSync(path, bytes)
      let failure: unknown
      for (const options of SNIFFED_WITH) {
        try {
          return await readAs(options)
        } catch (error) {
          failure ??= error
        }
      }
      throw failure
    },
    close() {
      connection.closeSync()
      instance.closeSync()
      rmSync(folder, { recursive: true })
    },
  }
}

/** What `sniff_csv` tells, as a literal; `(empty)` is its word for none. */
const literal = (told: unknown): string => (typeof told !== 'string' || told === '(empty)' ? "''" : `'${told.replaceAll("'", "''")}'`)
