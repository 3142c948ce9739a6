import { createScanner, locateRecords, withoutFooter } from '../../engine/formats/csv/index.ts'
import { detectDialect } from '../../engine/formats/detect/index.ts'
import type { ByteSource } from '../../engine/formats/source.ts'
import type { ReadTable } from './score.ts'

/** The dialect as it is detected, the records as the scanner finds them; malformed ones are left out. */
export async function readWithSchemaflow(bytes: Uint8Array): Promise<ReadTable> {
  const found = detectDialect(bytes, { isWhole: true })
  if (found.kind === 'binary') throw new Error(`taken for ${found.what}`)
  const { dialect } = found
  const { size } = await withoutFooter(inMemory(bytes), dialect)
  const text = bytes.subarray(0, size)
  const scanner = createScanner({ dialect })
  scanner.push(text)
  scanner.end()
  const ordinals = Array.from({ length: scanner.counts.physical }, (_, index) => index + 1)
  const read = (start: number, end: number): Promise<Uint8Array> => Promise.resolve(text.subarray(start, end))
  const records: (readonly string[])[] = []
  for await (const record of locateRecords(read, { dialect, columns: scanner.header.length, index: scanner.index, ordinals })) {
    if (record.kind === 'record') records.push(record.cells)
  }
  return { header: dialect.header === 0 ? null : scanner.rawHeader, records }
}

const inMemory = (bytes: Uint8Array): ByteSource => ({
  name: 'polluted.csv', size: bytes.length,
  read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
  // eslint-disable-next-line @typescript-eslint/require-await -- the contract is asynchronous, memory is not
  async *stream() { yield bytes },
})
