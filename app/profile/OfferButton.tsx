import type { ColumnProfile } from '../../engine/index.ts'
import type { Offer } from './offers.ts'

const OFFERS = {
  numbers: { label: 'Read as numbers', title: ({ writing = '' }: ColumnProfile) => `Add a step that reads them: ${writing}` },
  month_first: { label: 'Read month first', title: () => 'Day and month could be either way round: read 03/04 as 4 March' },
  day_first: { label: 'Read day first', title: () => 'Day and month could be either way round: read 03/04 as 3 April' },
} satisfies Record<Offer, { readonly label: string, readonly title: (profile: ColumnProfile) => string }>

export interface OfferButtonProps {
  profile: ColumnProfile
  offer: Offer
  onTake: (profile: ColumnProfile, offer: Offer) => void
}

export function OfferButton({ profile, offer, onTake }: OfferButtonProps) {
  const { label, title } = OFFERS[offer]
  return (
    <button
      type="button"
      aria-label={`${label}: ${profile.name}`}
      title={title(profile)}
      onClick={() => onTake(profile, offer)}
      className="h-5 shrink-0 rounded-sm border border-transparent bg-accent-soft px-1.5 text-xs text-accent-ink hover:border-accent"
    >
      {label}
    </button>
  )
}
