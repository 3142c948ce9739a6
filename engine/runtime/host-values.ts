import type { Backend } from '../backends/backend.ts'
import { keepBom } from '../sql/keep-bom.ts'
import { parseCell, type CastSpec } from '../data/cast.ts'
import { HOST_TABLES, hostCasts, type HostType, type Plan } from '../plan/index.ts'
import type { PrintContext } from '../sql/dialect.ts'

const VALUES_A_STATEMENT = 500

/**
 * Checks, once a distinct value and before the plan runs, the texts whose type SQL cannot test (JSON without duplicate keys),
 * and leaves the valid ones in the tables that the plan's SQL looks into.
 */
export async function prepareHostValues(plan: Plan, source: string, context: PrintContext, backend: Pick<Backend, 'query'>): Promise<void> {
  const casts = hostCasts(plan)
  for (const type of new Set(casts.map(cast => cast.type))) await fillTable(type, casts.filter(cast => cast.type === type), source, context, backend)
}

/** The same for the texts of one column, `value` in `valuesSql`; what was there for a plan is gone. */
export async function prepareHostTexts(type: HostType, spec: CastSpec, valuesSql: string, context: PrintContext, backend: Pick<Backend, 'query'>): Promise<void> {
  await fillTable(type, [{ type, spec, valuesSql: () => valuesSql }], 'source', context, backend)
}

async function fillTable(type: HostType, casts: ReturnType<typeof hostCasts>, source: string, context: PrintContext, backend: Pick<Backend, 'query'>): Promise<void> {
  const valid = new Set<string>()
  for (const { spec, valuesSql } of casts) {
    const { columns: [values = []] } = await backend.query(`select ${keepBom('value')} as value from (${valuesSql(source, context)})`)
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      if (typeof value === 'string' && parseCell(value, spec) !== undefined) valid.add(value)
    }
  }
  const table = HOST_TABLES[type]
  await backend.query(`create or replace table ${table} (value varchar)`)
  const texts = [...valid].map(text => `(${context.dialect.quoteText(text)})`)
  for (let start = 0; start < texts.length; start += VALUES_A_STATEMENT) {
    await backend.query(`insert into ${table} values ${texts.slice(start, start + VALUES_A_STATEMENT).join(', ')}`)
  }
}
