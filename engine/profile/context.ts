import type { PrintContext } from '../sql/dialect.ts'
import { duckdb } from '../sql/dialects/duckdb.ts'

/** A profile depends on no clock; printers ask for one. */
export const context: PrintContext = { dialect: duckdb, clock: { nowMicros: 0n } }
