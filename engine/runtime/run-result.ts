import type { DetectedFacts } from './detected-facts.ts'
import type { Counts, RuleResult } from './workspace-api.ts'

export interface GateResult {
  readonly id: string
  readonly limit: number
  readonly actual: number
  readonly passed: boolean
}

/** `report.json`: what a run did, whatever engine ran it. Its size does not depend on the input's. */
export interface RunResult {
  readonly schemaflow: 1
  readonly run_id: string
  readonly recipe: { readonly name: string, readonly version: string | null, readonly fingerprint: string }
  readonly engine: { readonly name: string, readonly version: string }
  readonly inputs: readonly {
    readonly uri: string, readonly bytes: number, readonly fingerprint: string
    /** Only so many records from the beginning were read; absent when all were. */
    readonly sampled?: number
    readonly detected: DetectedFacts
  }[]
  readonly counts: Counts
  readonly rules: readonly RuleResult[]
  readonly gates: readonly GateResult[]
  readonly quality: { readonly score: number, readonly dimensions: Readonly<Record<string, number>> }
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>
  readonly memory: { readonly limit_bytes: number, readonly in_flight_peak_bytes: number, readonly blocked_ms: number, readonly rss_peak_bytes: number }
  readonly started_at: string
  readonly finished_at: string
}

