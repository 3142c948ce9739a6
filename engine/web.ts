/** The door for browsers: the engine with DuckDB-Wasm, files the user picked, and the browser's own storage. */
export * from './index.ts'
export type { Backend } from './backends/backend.ts'
export { openDuckDbWasm } from './backends/web/duckdb-wasm.ts'
export { webInputHost } from './connectors/web/input-host.ts'
export { blobSource } from './connectors/web/blob-source.ts'
export { toParquet } from './formats/web/parquet.ts'
export { openWorkspace, type WorkspaceHost } from './runtime/workspace.ts'
export { keepInput, pruneInputs, storedInput } from './state/web/inputs.ts'
