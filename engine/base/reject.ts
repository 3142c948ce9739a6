/** Where an error arose. */
export type RejectStage = 'parse' | 'step' | 'cast' | 'rule' | 'sink'

/** One thing wrong with a row. */
export interface RejectError {
  readonly stage: RejectStage
  readonly rule_id: string
  readonly code: string
  readonly columns: readonly string[]
  /** The text of the first column when the rule saw it; null for a missing cell. */
  readonly value: string | null
  readonly message: string
  readonly severity: 'error' | 'warn'
}

/** A cell that a step changed before the rules saw it. */
export interface RejectChange {
  readonly column: string
  readonly from: string | null
  readonly to: string | null
  readonly by: string
}

export interface RejectSource {
  readonly uri: string
  readonly input_fingerprint: string
  readonly sheet: string | null
  /** Physical record number, from 1. */
  readonly ordinal: number
  /** Physical line on which the record starts, from 1; of a workbook the row of its sheet. */
  readonly line: number
  /** Where it starts in the file (what was unpacked from it, for a compressed one); null where a format has no such place. */
  readonly byte_offset: number | null
}

/** A row that failed, with every error it has and where it came from: one line of `rejects.jsonl`. Flows, is counted, never thrown. */
export interface Reject {
  /** Input index, sheet and ordinal: the row's identity. */
  readonly row_id: { readonly input: number, readonly sheet: string | null, readonly ordinal: number }
  readonly source: RejectSource
  /** The primary key's columns as read, when the recipe names one. */
  readonly key: Readonly<Record<string, string | null>> | null
  /** The text as it stood, when the record could not be parsed. */
  readonly raw: string | null
  /** What the record was most likely meant to be, when it could not be parsed and that is plain: a person decides. */
  readonly suggestion?: { readonly record: Readonly<Record<string, string | null>>, readonly how: string, readonly confidence: number }
  /** Column to text as read, null for missing; null when the record could not be parsed. */
  readonly record: Readonly<Record<string, string | null>> | null
  readonly errors: readonly RejectError[]
  readonly warnings: readonly RejectError[]
  readonly changes: readonly RejectChange[]
  readonly run_id: string
  readonly recipe: { readonly name: string, readonly version: string | null, readonly fingerprint: string }
  readonly rule_set_fingerprint: string
  readonly first_seen: string
  readonly attempts: number
  readonly status: 'open' | 'repaired' | 'replayed' | 'excluded' | 'waived'
}
