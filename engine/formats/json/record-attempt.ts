import type { BrokenRecord } from '../table.ts'
import type { RecordText } from './pieces.ts'
import { DuplicateNameError, ShapeError, type RecordReader } from './record-reader.ts'
import { JsonSyntaxError } from './value-scanner.ts'

const MAX_RAW_BYTES = 64_000

/** Reads a record, or says why it cannot be read. */
export function attempt(reader: RecordReader, { bytes, from, to, line, byteOffset }: RecordText): BrokenRecord | undefined {
  const broken = (code: string, message: string) => ({ code, message, line, byteOffset, raw: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(from, Math.min(to, from + MAX_RAW_BYTES))) })
  try {
    reader.read(bytes, from, to)
    return undefined
  } catch (error) {
    if (error instanceof JsonSyntaxError) return broken('invalid_json', `the record is no JSON: at character ${charactersBefore(bytes, from, error.at) + 1} ${error.message}`)
    if (error instanceof ShapeError) return broken('unexpected_shape', error.message)
    if (error instanceof DuplicateNameError) return broken('duplicate_name', error.message)
    throw error
  }
}

const charactersBefore = (bytes: Uint8Array, from: number, to: number): number => Array.from(new TextDecoder().decode(bytes.subarray(from, Math.max(from, to)))).length
