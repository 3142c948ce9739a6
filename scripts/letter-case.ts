/**
 * Writes engine/data/letter-case-data.ts from the `lower` and `upper` of the DuckDB that is installed.
 * Run with `npx tsx scripts/letter-case.ts` after changing DuckDB's version; test/data/letter-case.test.ts says when that is needed.
 */
import { writeFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'

const OUTPUT = new URL('../engine/data/letter-case-data.ts', import.meta.url)
const LINE_WIDTH = 130

interface Run { first: number, last: number, stride: number, shift: number }

/** Changed code points as runs: `first`, `first + stride`, … `last`, each mapped to itself + `shift`. */
function runsOf(pairs: readonly (readonly [number, number])[]): Run[] {
  const runs: Run[] = []
  for (const [from, to] of pairs) {
    const run = runs.at(-1)
    const gap = run === undefined ? 0 : from - run.last
    const continues = run !== undefined && run.shift === to - from && (run.first === run.last ? gap <= 2 : gap === run.stride)
    if (continues) Object.assign(run, { last: from, stride: gap })
    else runs.push({ first: from, last: from, stride: 1, shift: to - from })
  }
  return runs
}

/** Each run as `gap,steps,stride,shift`: gap from the run before, all in base 36. */
function encode(runs: readonly Run[]): string {
  return runs.map(({ first, last, stride, shift }, i) =>
    [first - (runs[i - 1]?.last ?? 0), (last - first) / stride, stride, shift].map(n => n.toString(36)).join(',')).join(' ')
}

function wrap(text: string): string {
  const lines = text.split(' ').reduce<string[]>((done, word) => {
    const line = done.at(-1)
    return line === undefined || line.length + word.length >= LINE_WIDTH ? [...done, word] : [...done.slice(0, -1), `${line} ${word}`]
  }, [])
  return lines.map(line => `  '${line}'`).join(" + ' ' +\n")
}

const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
const points = 'select range::int as point from range(1, 1114112) where range not between 55296 and 57343'
const changed = async (name: 'lower' | 'upper'): Promise<(readonly [number, number])[]> => {
  const reader = await connection.runAndReadAll(
    `select point, unicode(${name}(chr(point)))::int from (${points}) order by point`)
  return reader.getRows().map(([from, to]) => [Number(from), Number(to)] as const).filter(([from, to]) => from !== to)
}
const [version] = (await connection.runAndReadAll('select version()')).getRows().map(String)
const lower = encode(runsOf(await changed('lower')))
const upper = encode(runsOf(await changed('upper')))
connection.closeSync()

writeFileSync(OUTPUT, `// Written by scripts/letter-case.ts from DuckDB ${version ?? ''}; not edited by hand.
// Runs of code points, ascending: gap from the end of the run before, further members, stride, shift; base 36.

export const LOWER_RUNS =
${wrap(lower)}

export const UPPER_RUNS =
${wrap(upper)}
`)
