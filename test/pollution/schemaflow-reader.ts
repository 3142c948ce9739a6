import { nodeInputHost } from '../../engine/connectors/node/input-host.ts'
import { openBlobSpool } from '../../engine/connectors/web/blob-spool.ts'
import { createScanner, isNullCell, locateRecords } from '../../engine/formats/csv/index.ts'
import { openInput } from '../../engine/runtime/open-input.ts'
import { memorySource } from '../support/memory-source.ts'
import type { ReadTable } from './score.ts'

const host = { ...nodeInputHost(), openSpool: (name: string) => Promise.resolve(openBlobSpool(name)) }

/** What a user gets who says nothing: everything detected, malformed records left out. */
export async function readWithSchemaflow(bytes: Uint8Array): Promise<ReadTable> {
  const { text, detected: { dialect, format } } = await openInput(memorySource(bytes, 'polluted.csv'), {}, host)
  const scanner = createScanner({ dialect })
  for await (const piece of text.stream()) scanner.push(piece)
  scanner.end()
  const ordinals = Array.from({ length: scanner.counts.physical }, (_, index) => index + 1)
  const wanted = { dialect, columns: scanner.header.length, index: scanner.index, ordinals }
  const records: (readonly string[])[] = []
  for await (const record of locateRecords((start, end) => text.read(start, end), wanted)) {
    if (record.kind === 'record') records.push(record.cells.map((cell, i) => isNullCell(cell, record.quoted[i] ?? false, dialect) ? '' : cell))
  }
  const isNumbered = scanner.header.every((name, i) => name === `column_${i + 1}`)
  return { header: dialect.header === 0 || (format !== 'csv' && isNumbered) ? null : scanner.rawHeader, records }
}
