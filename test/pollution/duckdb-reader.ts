import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { ReadFile } from './measure.ts'

/**
 * Native DuckDB by its own lights: the dialect of `sniff_csv`, read as text, records that it rejects left out. Neither way of sniffing is
 * the better one, so both are here. `strict` gives up the right delimiter for one column as soon as one line is ragged. `tolerant`, with
 * `ignore_errors`, is content with a dialect under which most lines are errors: of a file with a title it reads the title as its only column.
 */
export interface DuckDbReaders {
  readonly strict: ReadFile
  readonly tolerant: ReadFile
  readonly close: () => void
}

const STRICT = ''
const TOLERANT = ', ignore_errors = true'
/** Both refuse some files, such as those of mixed line ends: then this is tried. */
const LENIENT = ', ignore_errors = true, strict_mode = false'

export async function openDuckDbReaders(): Promise<DuckDbReaders> {
  const folder = mkdtempSync(join(tmpdir(), 'pollution-'))
  const path = join(folder, 'file.csv')
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()

  async function readAs(options: string): ReturnType<ReadFile> {
    const sniffed = await connection.runAndReadAll(`select Delimiter, Quote, Escape, SkipRows, HasHeader, Comment from sniff_csv('${path}'${options})`)
    const [delimiter, quote, escape, skip, hasHeader, comment] = sniffed.getRows()[0] ?? []
    const rows = await connection.runAndReadAll(`
      select * from read_csv('${path}', all_varchar = true, ignore_errors = true, delim = ${literal(delimiter)}, quote = ${literal(quote)}, escape = ${literal(escape)},
        comment = ${literal(comment)}, skip = ${Number(skip)}, header = ${hasHeader === true}${options === LENIENT ? ', strict_mode = false' : ''})`)
    return {
      header: hasHeader === true ? rows.columnNames() : null,
      records: rows.getRows().map(row => row.map(cell => (typeof cell === 'string' ? cell : ''))),
    }
  }
  const firstOf = (...ways: readonly string[]): ReadFile => async bytes => {
    writeFileSync(path, bytes)
    let failure = new Error('there is no way of sniffing')
    for (const way of ways) {
      try {
        return await readAs(way)
      } catch (error) {
        failure = toError(error)
      }
    }
    throw failure
  }
  return {
    strict: firstOf(STRICT, TOLERANT, LENIENT),
    tolerant: firstOf(TOLERANT, LENIENT),
    close() {
      connection.closeSync()
      instance.closeSync()
      rmSync(folder, { recursive: true })
    },
  }
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

/** What `sniff_csv` tells, as a literal; `(empty)` is its word for none. */
const literal = (told: unknown): string => (typeof told !== 'string' || told === '(empty)' ? "''" : `'${told.replaceAll("'", "''")}'`)
