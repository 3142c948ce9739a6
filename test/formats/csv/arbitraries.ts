import fc from 'fast-check'
import { defaultDialect, type CsvDialect, type Encoding } from '../../../engine/formats/csv/index.ts'

/** Pieces that make trouble next to each other; strings are encoded, byte arrays stand as they are. */
const pieces = [
  '"', '""', "'", '«', '\\', ',', ';', '\t', '|', '¦', '→', '\n', '\r\n', '\r', '\n\n', '#', '§', ' ', 'a', 'bc', '12', 'é', '€', '😀', '\uFEFF', '\u2028',
  '",', ',"', '||', ', ', ';;', '|"', ';\'', '"\n', '\n"', '«a\nb«', '"x,y"', '"x""y"', '"x\\"y"', 'a,b\n', 'a;b\r\n', 'longer text here', '\0',
  Uint8Array.of(0xff), Uint8Array.of(0xc0, 0x80), Uint8Array.of(0xed, 0xa0, 0x80), Uint8Array.of(0xe2, 0x82), Uint8Array.of(0xf0, 0x9f), Uint8Array.of(0x00, 0xd8),
] as const

/** Troublemakers that would make nearly every longer file malformed are rarer than the rest. */
export const pickPiece = (n: number): string | Uint8Array => (n % 1000 < 960 ? pieces[n % 42]! : pieces[42 + (n % 7)]!)

export const nastyPieces = fc.array(fc.nat(999).map(pickPiece), { maxLength: 60 })

export const encoding = fc.constantFrom<Encoding[]>('utf-8', 'utf-8', 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1')

export const dialect: fc.Arbitrary<CsvDialect> = fc.record({
  encoding,
  delimiter: fc.constantFrom(',', ',', ',', ';', '\t', '|', '¦', '→', '||', ', ', ';;', '¦|'),
  quote: fc.constantFrom('"', '"', '"', "'", '«', null),
  escape: fc.constantFrom('same', 'same', '\\', null, '»'),
  header: fc.constantFrom(0, 1, 1, 2, 3),
  skip_rows: fc.constantFrom(0, 0, 0, 1, 2),
  comment: fc.constantFrom(null, null, '#', '§', '##', 'a#'),
  skip_footer: fc.constant(0),
  trailing_delimiter: fc.boolean(),
  row_names: fc.constantFrom(false, false, true),
  null_tokens: fc.constantFrom([''], ['', 'a'], ['bc'], []),
  quoted_nulls: fc.boolean(),
}).map(d => ({ ...d, escape: d.escape === 'same' ? d.quote : d.escape }))

/** Cuts a file into chunks, empty ones among them. */
export const cuts = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 })

export function chunksOf(file: Uint8Array, at: readonly number[]): Uint8Array[] {
  const edges = [0, ...at.map(x => Math.min(x, file.length)).sort((a, b) => a - b), file.length]
  return edges.slice(1).map((edge, i) => file.subarray(edges[i], edge))
}

export const encodePieces = (parts: readonly (string | Uint8Array)[], into: Encoding): Uint8Array =>
  concat(parts.map(part => (typeof part === 'string' ? encode(part, into) : part)))

export function encode(text: string, into: Encoding): Uint8Array {
  if (into === 'utf-8') return new TextEncoder().encode(text)
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))
  if (into === 'utf-16le') return Uint8Array.from(units.flatMap(u => [u & 0xff, u >> 8]))
  if (into === 'utf-16be') return Uint8Array.from(units.flatMap(u => [u >> 8, u & 0xff]))
  // What the encoding does not have becomes some byte: any byte is a character there.
  return Uint8Array.from(units.map(u => (u === 0x20ac && into === 'windows-1252' ? 0x80 : u & 0xff)))
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Records as files have them, with a few in between that are anything else. */
const plainCell = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('', 'a', '12.50', '2024-02-29', 'Main Street 12', 'é', 'Ελλάδα', '日本', '😀', ' ') },
  { weight: 5, arbitrary: fc.constantFrom('"quoted"', '"a, b"', '"a; b"', '"two\nlines"', '"two\r\nlines"', '"say ""so"""', '""') },
  { weight: 1, arbitrary: fc.constantFrom('x"y', 'x,y', 'x;y', '\0', '"x"y', '\r', '#') },
)
const plainRecord = fc.oneof(
  { weight: 30, arbitrary: fc.array(plainCell, { minLength: 3, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(plainCell, { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.nat(999).map(n => [pickPiece(n)]) },
)
type PlainRecord = readonly [cells: readonly (string | Uint8Array)[], end: string]
export const plainRecords: fc.Arbitrary<readonly PlainRecord[]> = fc.array(fc.tuple(plainRecord, fc.constantFrom('\n', '\n', '\n', '\r\n')), { maxLength: 60 })

export const fileOf = (records: readonly PlainRecord[], { delimiter }: Pick<CsvDialect, 'delimiter'>): Uint8Array => concat(records
  .flatMap(([cells, end]) => [...cells.flatMap((cell, i) => [...i === 0 ? [] : [delimiter], cell]), end])
  .map(part => typeof part === 'string' ? new TextEncoder().encode(part) : part))

/** Dialects that most files are of. */
export const plainDialect = fc.record({
  delimiter: fc.constantFrom(',', ',', ';', '\t', '|'),
  quote: fc.constantFrom('"', '"', '"', null),
  comment: fc.constantFrom(null, null, '#', '##'),
  header: fc.constantFrom(0, 1),
}).map(part => ({ ...defaultDialect, ...part, escape: part.quote }))
