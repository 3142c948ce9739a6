export { ENCODINGS, defaultDialect, type CsvDialect, type Encoding } from './dialect.ts'
export {
  MALFORMED_CODES, defaultLimits,
  type Malformed, type MalformedCode, type RecordIndex, type ScanCounts, type ScanLimits, type Segment,
} from './scan.ts'
export { blockOf, entryOf, ordinalOf } from './record-index.ts'
export { scanSource, type Scanned, type ScanProgress, type ScanSourceOptions } from './scan-source.ts'
export { createScanner, type Scanner, type ScannerOptions } from './scanner.ts'
export { malformedBetween, troubleOf, type MalformedRecords, type Trouble } from './malformed.ts'
export { locateRecords, RecordLocator, type LocateOptions, type LocatedRecord, type ReadRange } from './locate.ts'
export { decodeRaw, isNullCell, readRecord, splitRecord, type Cells } from './cells.ts'
export { isPlainDialect, recordCells, type RecordCells } from './record-cells.ts'
export { RecordCursor } from './cursor.ts'
export { mendRecord, type Mend, type MendContext } from './mend.ts'
export { withoutFooter } from './footer.ts'
export { compileGrammar } from './grammar.ts'
export { joinLines, LITERAL, replaceUnsure, unsureText, type SegmentLines } from './segment-merge.ts'
export { columnNames, numberedColumns } from './header.ts'
