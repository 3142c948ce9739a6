import type { ExportKind, Page, Recipe, RowFilter, Verdict, WorkspaceEvent } from '../engine/index.ts'

/** Where an input's bytes come from: a file just picked, or the copy kept under a key. */
export type InputBytes = { readonly kind: 'file', readonly file: Blob, readonly name: string } | { readonly kind: 'stored', readonly key: string, readonly name: string, readonly size: number }

/** What the engine's worker does for the page. One input at a time. */
export interface EngineApi {
  /** Starts the engine, so that the first file need not wait for it. */
  warmUp(): Promise<void>
  /** Starts the engine if need be and reads an input as the recipe says; resolves when profiled. */
  load(input: InputBytes, recipe: Recipe, onEvent: (event: WorkspaceEvent) => void): Promise<void>
  judge(recipe: Recipe, revision: number): Promise<Verdict>
  page(filter: RowFilter, start: number, end: number): Promise<Page>
  positionOf(filter: RowFilter, ordinal: number): Promise<number>
  previewSheet(sheet: string): Promise<readonly (readonly string[])[] | undefined>
  /** Begins an export; `nextPiece` gives it piece by piece, null at the end. */
  beginExport(kind: ExportKind): Promise<number>
  nextPiece(exportId: number): Promise<Uint8Array | null>
  /** Ends an export that is not wanted to its end. */
  endExport(exportId: number): Promise<void>
  /** Keeps a copy of the input in the browser's own file system. @throws StateError `storage_full` */
  store(key: string): Promise<void>
  /** Keeps what is known of the input beside its copy, so that it need not be read, profiled and judged anew after a reload. */
  remember(key: string): Promise<void>
  /** Forgets copies other than these, and what is known of them. */
  prune(keys: readonly string[]): Promise<void>
}
