import type { ColumnProfile } from '../../engine/index.ts'

/** The inferred type as shown: `integer`, `date %d/%m/%Y`. */
export function typeText({ type, dateFormat }: Pick<ColumnProfile, 'type' | 'dateFormat'>): string {
  return dateFormat === undefined ? type : `${type} ${dateFormat}`
}
