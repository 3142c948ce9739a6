import type { Backend } from '../backends/backend.ts'
import { keepBom } from '../sql/keep-bom.ts'
import { parseCell, type CastSpec } from '../data/cast.ts'
import { HOST_TABLES, hostCasts, type HostType, type Plan } from '../plan/index.ts'
import type { PrintContext } from '../sql/dialect.ts'

const VALUES_A_STATEMENT = 500

/**
 * The texts of an input whose type SQL cannot test (JSON without duplicate keys): each is looked at here, once, and the valid ones are left in
 * the tables that SQL looks into. A text that is valid is so wherever it stands, so the tables only grow.
 */
export class HostValues {
  private readonly tables = new Map<HostType, Promise<unknown>>()
  /** By the query for the texts. */
  private readonly filled = new Map<string, Promise<void>>()

  constructor(private readonly backend: Pick<Backend, 'query'>) {}

  /** Makes ready for the SQL of a plan over `source`. */
  async prepare(plan: Plan, source: string, context: PrintContext): Promise<void> {
    for (const { type, spec, valuesSql } of hostCasts(plan)) await this.prepareTexts(type, spec, valuesSql(source, context), context)
  }

  /** Makes ready for the texts that a query gives as `value`. */
  prepareTexts(type: HostType, spec: CastSpec, valuesSql: string, context: PrintContext): Promise<void> {
    const key = `${type} ${valuesSql}`
    const known = this.filled.get(key)
    if (known) return known
    const filling = this.fill(type, spec, valuesSql, context).catch((error: unknown) => {
      this.filled.delete(key)
      throw error
    })
    this.filled.set(key, filling)
    return filling
  }

  private async fill(type: HostType, spec: CastSpec, valuesSql: string, { dialect }: PrintContext): Promise<void> {
    const table = HOST_TABLES[type]
    // What an earlier input left there goes.
    const created = this.tables.get(type) ?? this.backend.query(`create or replace table ${table} (value varchar)`)
    this.tables.set(type, created)
    await created
    const { columns: [values = []] } = await this.backend.query(`select ${keepBom('value')} as value from (${valuesSql})`)
    const valid: string[] = []
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      if (typeof value === 'string' && parseCell(value, spec) !== undefined) valid.push(`(${dialect.quoteText(value)})`)
    }
    for (let start = 0; start < valid.length; start += VALUES_A_STATEMENT) {
      await this.backend.query(`insert into ${table} values ${valid.slice(start, start + VALUES_A_STATEMENT).join(', ')}`)
    }
  }
}

/** {@link HostValues.prepare} for a plan that is run once. */
export const prepareHostValues = (plan: Plan, source: string, context: PrintContext, backend: Pick<Backend, 'query'>): Promise<void> => new HostValues(backend).prepare(plan, source, context)
