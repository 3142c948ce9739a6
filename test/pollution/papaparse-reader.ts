import Papa from 'papaparse'
import type { ReadTable } from './score.ts'

/** PapaParse with its delimiter guessing, on text decoded as a browser decodes a file that says nothing of its encoding. */
export function readWithPapaParse(bytes: Uint8Array): Promise<ReadTable> {
  const { data } = Papa.parse<string[]>(new TextDecoder(markedEncoding(bytes)).decode(bytes), { header: false, skipEmptyLines: true })
  const [header = null, ...records] = data
  return Promise.resolve({ header, records })
}

/** By the byte order mark, which browsers heed. */
function markedEncoding([a, b]: Uint8Array): string {
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8'
}
