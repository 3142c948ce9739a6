import type { ColumnProfile } from '../../engine/index.ts'

export interface ReadNumbersProps {
  profile: ColumnProfile
  onReadNumbers: (profile: ColumnProfile) => void
}

/** Adds the step that reads a column's numbers as they are written there. */
export function ReadNumbers({ profile, onReadNumbers }: ReadNumbersProps) {
  return (
    <button
      type="button"
      aria-label={`Read as numbers: ${profile.name}`}
      title={`Add a step that reads them: ${profile.writing ?? ''}`}
      onClick={() => onReadNumbers(profile)}
      className="h-5 shrink-0 rounded-sm border border-transparent bg-accent-soft px-1.5 text-xs text-accent-ink hover:border-accent"
    >
      Read as numbers
    </button>
  )
}
