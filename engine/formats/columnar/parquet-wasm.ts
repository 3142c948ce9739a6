import type { Compression, Table as WasmTable, WriterProperties } from 'parquet-wasm/esm'

/** What is used of parquet-wasm: its functions that do not wait. Those that do never answer again after they met one damaged file. */
export interface ParquetWasm {
  readParquet(file: Uint8Array, options?: { batchSize?: number, offset?: number, limit?: number } | null): WasmTable
  readSchema(file: Uint8Array): { intoFFI(): { addr(): number, free(): void } }
  writeParquet(table: WasmTable, properties?: WriterProperties | null): Uint8Array
  readonly Table: { fromIPCStream(bytes: Uint8Array): WasmTable }
  readonly WriterPropertiesBuilder: new () => { setCompression(codec: Compression): { build(): WriterProperties } }
  readonly Compression: typeof Compression
  wasmMemory(): WebAssembly.Memory
}

/** Loads parquet-wasm, five megabytes, when first needed: how depends on the platform. */
export type LoadParquet = () => Promise<ParquetWasm>
