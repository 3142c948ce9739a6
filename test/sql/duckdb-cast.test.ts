import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { DATE_PATTERN } from '../../engine/data/dates.ts'
import { INTEGER_PATTERN, NUMBER_PATTERN } from '../../engine/data/numbers.ts'
import { castText, quoteText } from '../../engine/sql/dialects/duckdb-cast.ts'

/** Digits, everything a number may hold, everything the engine is known to take besides, and white space of all kinds. */
const ALPHABET = Array.from('019.+-eE_ \t\n\v\f\rinfaNxXbB,\'$%/:\u00a0\u0661')
const list = `unnest([${ALPHABET.map(character => `chr(${character.codePointAt(0) ?? 0})`).join(', ')}])`
const connection = await (await DuckDBInstance.create(':memory:')).connect()
await connection.run(`create table one as select ${list} as t`)
await connection.run('create table two as select a.t || b.t as t from one a, one b')
await connection.run('create table texts as select t from one union all select t from two union all select a.t || b.t from one a, two b union all select a.t || b.t from two a, two b')
await connection.run("create table dates as select t || '-01-11' as t from texts where length(t) = 4 union all select '2020-' || a.t || '-' || b.t from two a, two b")

/** Texts that the cast accepts and the grammar does not, or the other way round. */
async function disagreements(type: 'integer' | 'number' | 'date', pattern: string, table: string): Promise<readonly unknown[]> {
  const isInGrammar = `regexp_full_match(trim(t, ' \t'), ${quoteText(pattern)})${type === 'date' ? " and try_strptime(trim(t, ' \t'), '%Y-%m-%d') is not null" : ''}`
  const sql = `select t from ${table} where (${castText('t', { to: { name: type } })} is not null) <> (${isInGrammar}) limit 20`
  return (await connection.runAndReadAll(sql)).getRows().flat()
}

// 900,000 texts each: a guard that lets one too many through shows here.
test.each([
  ['integer', INTEGER_PATTERN, 'texts'],
  ['number', NUMBER_PATTERN, 'texts'],
  ['date', DATE_PATTERN, 'dates'],
] as const)('the cast to %s accepts every short text that its grammar has, and no other', async (type, pattern, table) => {
  expect(await disagreements(type, pattern, table)).toEqual([])
})
