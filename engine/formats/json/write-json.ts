import { jsonText } from '../../base/json-text.ts'
import { Utf8Pieces } from '../../base/utf8-pieces.ts'
import type { RowBatches } from '../formats.ts'
import type { SourceColumn } from '../table.ts'

/** Rows as JSON Lines, or as one array with a record a line. Texts become strings; texts of other types are JSON already, but for dates. */
export async function* writeJson(columns: readonly SourceColumn[], rows: RowBatches, kind: 'json' | 'jsonl'): AsyncGenerator<Uint8Array> {
  const names = columns.map(({ name }, i) => `${i === 0 ? '' : ','}${JSON.stringify(name)}:`)
  const writers = columns.map(({ type }) => WRITERS[type.name] ?? jsonText)
  const pieces = new Utf8Pieces()
  let isFirst = true
  if (kind === 'json') pieces.add('[')
  for await (const batch of rows) {
    for (const row of batch) {
      let text = kind === 'json' ? (isFirst ? '\n{' : ',\n{') : '{'
      isFirst = false
      for (let i = 0; i < names.length; i++) {
        const cell = row[i] ?? null
        text += (names[i] as string) + (cell === null ? 'null' : (writers[i] as (cell: string) => string)(cell))
      }
      pieces.add(kind === 'json' ? `${text}}` : `${text}}\n`)
      if (pieces.isFull) yield pieces.take()
    }
  }
  if (kind === 'json') pieces.add('\n]\n')
  yield pieces.take()
}

/** What is a number in the lexical grammar of ours, and in JSON's. */
const JSON_NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/
const number = (cell: string): string => JSON_NUMBER.test(cell) ? cell : jsonText(cell)
const raw = (cell: string): string => cell

const WRITERS: Readonly<Partial<Record<string, (cell: string) => string>>> = {
  integer: number, number, decimal: number, boolean: cell => cell === 'true' || cell === 'false' ? cell : jsonText(cell), json: raw, array: raw,
}
