import { parquetReaderWith } from '../columnar/parquet-reader.ts'
import type { LoadParquet } from '../columnar/parquet-wasm.ts'
import { parquetWriterWith } from '../columnar/parquet-writer.ts'

/** The build of parquet-wasm that finds its Wasm beside itself; it stays in node_modules when the command line is bundled. */
export const loadParquet: LoadParquet = () => import('parquet-wasm/node')

/** Reads Parquet; see {@link parquetReaderWith}. */
export const parquetReader = parquetReaderWith(loadParquet)

/** Writes Parquet; see {@link parquetWriterWith}. DuckDB does the same faster where it is at hand. */
export const writeParquet = parquetWriterWith(loadParquet)
