import type { SourceSpec } from '../../engine/recipe/index.ts'
import type {
  ColumnProfile, CsvDialect, Detected, FieldSpec, Issue, PlainError, Recipe, RowFilter, RuleSpec, StepSpec, Verdict,
} from '../../engine/index.ts'

/** Where the input's bytes are. */
export interface InputRef {
  readonly name: string
  readonly size: number
  /** Key of the copy kept in the browser's own file system; null while it is being made or when it could not be. */
  readonly stored: string | null
}

export type Phase = 'empty' | 'reading' | 'ready' | 'failed'

/** A recipe with its text as somebody wrote it last, into which forms write; null where nobody has. */
export interface WrittenRecipe {
  readonly recipe: Recipe
  readonly written: string | null
}

/** Everything the workbench shows. Changed only by `apply`. */
export interface SessionState extends WrittenRecipe {
  readonly id: string
  readonly phase: Phase
  readonly input: InputRef | null
  /** What the recipe said of the file when it was last read. */
  readonly readAs: SourceSpec
  readonly detected: Detected | null
  readonly head: readonly (readonly (string | null)[])[]
  readonly progress: { readonly isUnpacking?: boolean, readonly bytesRead: number, readonly totalBytes: number, readonly records: number, readonly malformed: number } | null
  /** How far the rows of an input that was known before have come into the engine; null when they are there. */
  readonly importing: { readonly bytesRead: number, readonly totalBytes: number } | null
  readonly profiles: readonly ColumnProfile[] | null
  /** Counts edits; a verdict belongs to one revision. */
  readonly revision: number
  readonly verdict: Verdict | null
  /** A judgement for the current revision is under way. */
  readonly isJudging: boolean
  /** The YAML being edited when it is not (yet) a recipe; null when text and recipe agree. */
  readonly draft: { readonly text: string, readonly issues: readonly Issue[] } | null
  readonly filter: RowFilter
  readonly past: readonly WrittenRecipe[]
  readonly future: readonly WrittenRecipe[]
  readonly error: PlainError | null
}

/** Everything that can happen. People's edits first, then what the engine tells. */
export type Operation =
  | { readonly op: 'open', readonly id: string, readonly input: InputRef, readonly kept?: WrittenRecipe | undefined }
  | { readonly op: 'close' }
  /** With the text that it came as, where it came as one. */
  | { readonly op: 'setRecipe', readonly recipe: Recipe, readonly written?: string | null }
  | { readonly op: 'editText', readonly text: string }
  | { readonly op: 'setDialect', readonly dialect: { readonly [K in keyof CsvDialect]?: CsvDialect[K] | undefined } }
  /** Another sheet, another member of an archive, another format; undefined leaves it to detection. */
  | { readonly op: 'setSource', readonly source: { readonly [K in keyof SourceSpec]?: SourceSpec[K] | undefined } }
  /** Reads the file again as it is: after a failure. */
  | { readonly op: 'reload' }
  | { readonly op: 'addField', readonly field: FieldSpec }
  | { readonly op: 'changeField', readonly name: string, readonly change: { readonly [K in keyof FieldSpec]?: FieldSpec[K] | undefined } }
  | { readonly op: 'addRule', readonly rule: RuleSpec }
  | { readonly op: 'changeRule', readonly index: number, readonly rule: RuleSpec }
  | { readonly op: 'removeRule', readonly index: number }
  | { readonly op: 'addStep', readonly step: StepSpec, readonly at?: number }
  | { readonly op: 'changeStep', readonly index: number, readonly step: StepSpec }
  | { readonly op: 'removeStep', readonly index: number }
  | { readonly op: 'moveStep', readonly from: number, readonly to: number }
  | { readonly op: 'setFilter', readonly filter: RowFilter }
  | { readonly op: 'undo' }
  | { readonly op: 'redo' }
  | { readonly op: 'stored', readonly key: string | null }
  | { readonly op: 'headRead', readonly detected: Detected, readonly rows: SessionState['head'] }
  | { readonly op: 'progressed', readonly progress: NonNullable<SessionState['progress']> }
  | { readonly op: 'importing', readonly progress: SessionState['importing'] }
  | { readonly op: 'loaded' }
  | { readonly op: 'profiled', readonly profiles: readonly ColumnProfile[] }
  | { readonly op: 'judged', readonly verdict: Verdict }
  | { readonly op: 'failed', readonly error: PlainError }

/** What the outside has to do after a change. */
export type Effect =
  | { readonly effect: 'load' }
  | { readonly effect: 'judge', readonly revision: number }
  | { readonly effect: 'save' }
  /** What is known of the input is kept beside its copy. */
  | { readonly effect: 'remember' }
  | { readonly effect: 'closeEngine' }

export const emptyState: SessionState = {
  id: '', phase: 'empty', input: null, readAs: {}, detected: null, head: [], progress: null, importing: null, profiles: null, recipe: { schemaflow: 1 }, revision: 0,
  verdict: null, isJudging: false, draft: null, written: null, filter: { rows: 'rejected' }, past: [], future: [], error: null,
}
