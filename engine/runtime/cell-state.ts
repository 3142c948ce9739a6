import type { CastSpec } from '../data/cast.ts'
import type { DataType } from '../data/type.ts'
import type { ColumnProfile } from '../profile/index.ts'
import type { PrintContext } from '../sql/dialect.ts'

/** The cast a profile's type stands for. */
export function castOfProfile({ type, dateFormat }: ColumnProfile): CastSpec {
  const to: DataType = type === 'decimal' ? { name: 'number' } : { name: type }
  return { to, ...(dateFormat === undefined ? {} : { formats: [dateFormat] }) }
}

/** The ordinals, as `ord`, of the rows whose cell in source column number `position` is missing, of the profiled type, or not. */
export function cellStateSql(profile: ColumnProfile, position: number, part: 'valid' | 'mismatched' | 'missing', { dialect }: PrintContext): string {
  const cell = `c${position}`
  const value = dialect.cast(cell, castOfProfile(profile))
  const condition = { missing: `${cell} is null`, valid: `${value} is not null`, mismatched: `${cell} is not null and ${value} is null` }[part]
  return `select ord from source where ${condition}`
}
