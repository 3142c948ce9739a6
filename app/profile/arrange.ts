import type { ColumnProfile } from '../../engine/index.ts'

export const ORDERS = ['file', 'problems', 'name'] as const
export type ColumnOrder = (typeof ORDERS)[number]

/** A column and its place in the file, from 1. */
export interface PlacedProfile {
  readonly place: number
  readonly profile: ColumnProfile
}

/** Cells somebody should look at: those of another type, and values that seem to mean "missing". Missing cells alone are no problem. */
export function problemCount({ mismatched, type, suspects }: ColumnProfile): number {
  // In a typed column a sign for "missing" is already among the mismatched cells.
  return type === 'string' ? mismatched + suspects.reduce((sum, { count }) => sum + count, 0) : mismatched
}

/** The columns whose name contains the query, whatever the case, in the order asked for; equals stay in file order. */
export function arrangeColumns(profiles: readonly ColumnProfile[], { query, order }: { query: string, order: ColumnOrder }): readonly PlacedProfile[] {
  const wanted = query.trim().toLowerCase()
  const found = profiles
    .map((profile, index) => ({ place: index + 1, profile }))
    .filter(({ profile }) => profile.name.toLowerCase().includes(wanted))
  switch (order) {
    case 'file': return found
    case 'problems': return found.toSorted((a, b) => problemCount(b.profile) - problemCount(a.profile) || b.profile.missing - a.profile.missing)
    case 'name': return found.toSorted((a, b) => a.profile.name.localeCompare(b.profile.name, 'en', { numeric: true }))
  }
}
