import { isTextual } from '../data/type.ts'
import type { SegmentNulls } from '../sql/read-segment.ts'
import type { SourceColumn } from '../formats/table.ts'
import { castText } from '../sql/dialects/duckdb-cast.ts'
import { duckdb } from '../sql/dialects/duckdb.ts'
import { readSegmentSql } from '../sql/read-segment.ts'

/** The statement that reads a segment and writes its records as Parquet, columns of the types that their format gave them. */
export function segmentToParquetSql(segment: string, columns: readonly SourceColumn[], nulls: SegmentNulls, output: string): string {
  const cells = columns.map(({ name, type }, i) => `${isTextual(type) ? `c${i}` : typed(`c${i}`, castText(`c${i}`, { to: type }))} as ${duckdb.quoteName(name)}`)
  return `copy (select ${cells.join(', ')} from ${readSegmentSql(segment, columns.length, nulls, duckdb)}) to ${duckdb.quoteText(output)} (format parquet)`
}

/** A text that is not of its column's type is no reason to lose it. */
const typed = (text: string, value: string): string =>
  `coalesce(${value}, case when ${text} is not null then error('a value is not of the type that the source gives its column: ' || ${text}) end)`
