import { valueOfProfileSql, type ColumnProfile } from '../profile/index.ts'

/** The ordinals, as `ord`, of the rows whose cell in source column number `position` is missing, of the profiled type, or not. */
export function cellStateSql(profile: ColumnProfile, position: number, part: 'valid' | 'mismatched' | 'missing'): string {
  const value = `(${valueOfProfileSql(profile)})`
  const condition = { missing: 'v is null', valid: `${value} is not null`, mismatched: `v is not null and ${value} is null` }[part]
  return `select ord from (select ord, c${position} as v from source) where ${condition}`
}
