import type { ReactNode } from 'react'
import type { ColumnProfile } from '../../engine/index.ts'
import { formatShare, Histogram, ValueBars } from '../charts/index.ts'
import { ColumnFigures } from './ColumnFigures.tsx'
import { OfferButton } from './OfferButton.tsx'
import type { Offer } from './offers.ts'
import { Suspects } from './Suspects.tsx'
import { typeText } from './type-text.ts'

export interface ColumnDetailsProps {
  profile: ColumnProfile
  onTreatAsMissing: (value: string) => void
  offer?: Offer | undefined
  onOffer: (profile: ColumnProfile, offer: Offer) => void
}

/** Everything known of one column, for the small window behind its name. */
export function ColumnDetails({ profile, onTreatAsMissing, offer, onOffer }: ColumnDetailsProps) {
  const present = profile.valid + profile.mismatched
  return (
    <div className="flex flex-col gap-3">
      <div>
        <p className="font-mono text-sm font-semibold break-all">{profile.name}</p>
        <p className="text-xs text-muted">{typeText(profile)}; {formatShare(profile.share)} of the values agree</p>
        {profile.writing !== undefined && <p className="text-xs text-muted">{profile.writing}</p>}
        {offer && <div className="mt-1.5 flex"><OfferButton profile={profile} offer={offer} onTake={onOffer} /></div>}
      </div>
      {profile.histogramOf !== null && profile.histogram.length > 0 && (
        <div>
          <Histogram bins={profile.histogram} label={histogramLabel(profile)} hasTooltips className="h-20" />
          <HistogramEnds profile={profile} />
        </div>
      )}
      <ColumnFigures profile={profile} />
      {profile.top.length > 0 && <Part title="Most frequent"><ValueBars values={profile.top} total={present} label={`Most frequent values of ${profile.name}`} /></Part>}
      {profile.counterExamples.length > 0 && (
        <Part title={`Not of type ${profile.type}`}>
          <ul className="flex flex-wrap gap-1">
            {profile.counterExamples.map(example => <li key={example} className="max-w-full truncate rounded-sm bg-mismatched-soft px-1.5 font-mono text-xs/5 whitespace-pre text-mismatched-ink">{example}</li>)}
          </ul>
        </Part>
      )}
      {profile.suspects.length > 0 && <Part title="Seem to mean missing"><Suspects suspects={profile.suspects} onTreatAsMissing={onTreatAsMissing} className="flex-wrap" /></Part>}
    </div>
  )
}

export const histogramLabel = ({ name, histogramOf }: ColumnProfile): string => histogramOf === 'lengths' ? `Text lengths of ${name}` : `Values of ${name}`

/** The ends of the axis below a histogram. */
export function HistogramEnds({ profile: { histogram, histogramOf } }: { profile: ColumnProfile }) {
  return (
    <div aria-hidden className="mt-0.5 flex justify-between gap-2 text-2xs text-faint">
      <span className="truncate">{histogram[0]?.low}</span>
      {histogramOf === 'lengths' && <span className="shrink-0">length</span>}
      <span className="truncate">{histogram.at(-1)?.high}</span>
    </div>
  )
}

function Part({ title, children }: { title: string, children: ReactNode }) {
  return (
    <div>
      <p className="mb-1 text-xs font-medium text-muted">{title}</p>
      {children}
    </div>
  )
}
