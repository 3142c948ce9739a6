import { parquetReaderWith } from '../columnar/parquet-reader.ts'
import type { LoadParquet } from '../columnar/parquet-wasm.ts'
import { arrowToParquetWith, parquetWriterWith } from '../columnar/parquet-writer.ts'

/** The build of parquet-wasm for browsers, 1.35 MB compressed; bundlers see where its Wasm is by this very form of a URL. */
const loadParquet: LoadParquet = async () => {
  const parquet = await import('parquet-wasm/esm')
  await parquet.default({ module_or_path: new URL('parquet-wasm/esm/parquet_wasm_bg.wasm', import.meta.url) })
  return parquet
}

/** Reads Parquet; see {@link parquetReaderWith}. */
export const parquetReader = parquetReaderWith(loadParquet)

/** Writes Parquet; see {@link parquetWriterWith}. */
export const writeParquet = parquetWriterWith(loadParquet)

/** Arrow IPC stream in, Parquet (Snappy) out; see {@link arrowToParquetWith}. */
export const toParquet = arrowToParquetWith(loadParquet)
