import type { PlainError } from '../base/errors.ts'
import type { Issue } from '../base/issue.ts'
import type { Column } from '../data/type.ts'
import type { CsvDialect } from '../formats/csv/dialect.ts'
import type { SheetInfo, SourceFormat } from '../formats/formats.ts'
import type { ColumnProfile } from '../profile/profile.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { SourceSpec } from '../recipe/source-spec.ts'

/** True totals of a run; see CONTRACT for the law that ties them. */
export interface Counts {
  readonly physical: number
  readonly blank_lines: number
  readonly valid: number
  readonly rejected: number
  readonly warned: number
  readonly dropped: Readonly<Record<string, number>>
}

export interface RuleResult {
  readonly id: string
  readonly kind: string
  readonly columns: readonly string[]
  readonly severity: 'error' | 'warn'
  readonly dimension: string
  /** Rows the rule could look at. */
  readonly checked: number
  readonly failed: number
  /** `failed` when more rows fail than `mostly` allows (or a batch rule's figure is out of bounds) and severity is error; `warned` likewise for warn. */
  readonly status: 'passed' | 'failed' | 'warned'
  /** Time its evaluation took; 0 when it was not evaluated again. */
  readonly ms: number
}

/** What a recipe says about the loaded input. Parse rejects are among `counts.rejected` and appear as rule `parse`. */
export interface Verdict {
  /** The revision of the recipe it belongs to. */
  readonly revision: number
  readonly issues: readonly Issue[]
  /** The columns after steps and casts. */
  readonly columns: readonly Column[]
  readonly counts: Counts
  readonly rules: readonly RuleResult[]
  /** 0..1: the mean over dimensions of the share of checks passed. */
  readonly quality: { readonly score: number, readonly dimensions: Readonly<Record<string, number>> }
  /** Wall time of bringing the verdict up to date. */
  readonly ms: number
  /** How many checks had to be evaluated; the others were known. */
  readonly evaluated: number
}

/** Which rows to look at. Parts are joined by "and". */
export interface RowFilter {
  readonly rows: 'all' | 'valid' | 'rejected' | 'warned' | 'dropped'
  /** Only rows that fail this rule (`parse` for malformed records). */
  readonly rule?: string
  /** Only rows with an error on this column. */
  readonly column?: string
  /** Only rows whose cell in a source column is so, under a type: the parts of the type-quality bar. */
  readonly cell?: { readonly column: string, readonly part: 'valid' | 'mismatched' | 'missing' }
}

export interface RowError {
  readonly ruleId: string
  readonly code: string
  readonly columns: readonly string[]
  readonly message: string
  readonly severity: 'error' | 'warn'
}

export interface RowView {
  /** Physical record number, from 1: the row's identity. */
  readonly ordinal: number
  /** Physical line on which it starts, from 1. */
  readonly line: number
  readonly status: 'valid' | 'rejected' | 'warned' | 'dropped'
  /** One text a column of the page, null for missing; empty when the record could not be read. */
  readonly cells: readonly (string | null)[]
  readonly errors: readonly RowError[]
  /** The record as it stands in the file, when it could not be read (cut to 2,000 characters). */
  readonly raw?: string
  /** What such a record was most likely meant to be, one cell a column of the source. */
  readonly suggestion?: { readonly cells: readonly { readonly column: string, readonly text: string }[], readonly how: string, readonly confidence: number }
}

export interface Page {
  /** How many rows the filter gives in all. */
  readonly total: number
  readonly columns: readonly string[]
  readonly rows: readonly RowView[]
}

/** What was read from the file before any row. */
export interface Detected {
  readonly format: SourceFormat
  /** What its content looks like, where the recipe says that it is something else. */
  readonly looksLike?: SourceFormat
  /** What was taken off before, outermost first: `gzip`, `zip: data.csv`. */
  readonly unpacked: readonly string[]
  /** The files of the archive it stood in. */
  readonly members: readonly string[]
  /** The sheet that is read, and all there are; null and none where the format has no sheets. */
  readonly sheet: string | null
  readonly sheets: readonly SheetInfo[]
  /** How the records are written; of a format that is no CSV, how its text table is. */
  readonly dialect: CsvDialect
  /** What else the dialect could be, best first; `sample` is a word that another encoding reads otherwise. */
  readonly alternatives: readonly { readonly dialect: CsvDialect, readonly confidence: number, readonly sample?: string }[]
  /** 0..1 */
  readonly confidence: number
  readonly notes: readonly string[]
  readonly columns: readonly string[]
}

export type WorkspaceEvent =
  /** The first rows, as soon as they are read. */
  | { readonly type: 'head', readonly detected: Detected, readonly rows: readonly (readonly (string | null)[])[] }
  /** How far the file has been read, or, `isUnpacking`, unpacked and made text before that: then no records are known yet. */
  | { readonly type: 'progress', readonly isUnpacking?: boolean, readonly bytesRead: number, readonly totalBytes: number, readonly records: number, readonly malformed: number }
  | { readonly type: 'loaded', readonly records: number, readonly malformed: number, readonly blankLines: number, readonly ms: number }
  | { readonly type: 'profiled', readonly profiles: readonly ColumnProfile[] }
  /** How far the rows of an input that was read before have been read once more, for questions that need them; then that this is done. */
  | { readonly type: 'importing', readonly bytesRead: number, readonly totalBytes: number }
  | { readonly type: 'imported' }
  | { readonly type: 'failed', readonly error: PlainError }

export type ExportKind = 'valid.csv' | 'valid.parquet' | 'rejects.csv' | 'rejects.jsonl'

/**
 * What reading, profiling and judging an input has shown. Kept beside a copy of the input, it lets a workspace begin where another
 * ended. Values survive `structuredClone`; a name says all that its value depends on, so a fact that is kept need not be kept again.
 */
export type Known = ReadonlyMap<string, unknown>

export const NOTHING_KNOWN: Known = new Map()

export interface LoadOptions {
  /** What is known of the input is not found out again. */
  readonly known?: Known
  /** What the input will be judged by: of a large one, that is done while it is first read. */
  readonly recipe?: Recipe | undefined
}

/** One loaded input and everything known about it. Calls may overlap; a newer `judge` makes an older one resolve with its own revision's verdict or reject with code `superseded`. */
export interface Workspace {
  /** Reads the input and profiles it, telling by events; resolves when profiled. It may be judged as soon as it is `loaded`. */
  load(spec: SourceSpec, onEvent: (event: WorkspaceEvent) => void, options?: LoadOptions): Promise<void>
  /** Brings the verdict up to date; only changed checks are evaluated. */
  judge(recipe: Recipe, revision: number): Promise<Verdict>
  /** Rows `start` (0-based) to `end` (exclusive) of the filtered rows under the last verdict. */
  page(filter: RowFilter, start: number, end: number): Promise<Page>
  /** Where a row stands among the filtered rows (0-based), or of the next one after it. */
  positionOf(filter: RowFilter, ordinal: number): Promise<number>
  /** The first rows of a sheet of the input as they stand there, missing cells as ''; undefined where it has no sheets. */
  previewSheet(sheet: string): Promise<readonly (readonly string[])[] | undefined>
  /** What there is to know of the input and its last verdict; nothing before there is one. */
  known(): Known
  /** The whole export, in pieces. */
  export(kind: ExportKind): AsyncIterable<Uint8Array>
  /** Lets go of the input: what is under way tells nothing more. The engine stays. */
  leave(): Promise<void>
  close(): Promise<void>
}
