import { memo } from 'react'
import type { ColumnProfile } from '../../engine/index.ts'
import { formatCount, Histogram, ValueBars } from '../charts/index.ts'
import { cn, Popover } from '../ui/index.ts'
import type { PlacedProfile } from './arrange.ts'
import { ColumnDetails, histogramLabel, HistogramEnds } from './ColumnDetails.tsx'
import { ColumnFigures } from './ColumnFigures.tsx'
import { OfferButton } from './OfferButton.tsx'
import type { Offer } from './offers.ts'
import { QualityBar, type Part } from './QualityBar.tsx'
import { Suspects } from './Suspects.tsx'
import { TypeMark } from './TypeMark.tsx'
import { typeText } from './type-text.ts'

/** Every card has this height, so that where each lies is arithmetic. */
export const CARD_HEIGHT = 256

export interface ColumnCardProps extends PlacedProfile {
  shownPart?: Part | undefined
  onPart: (column: string, part: Part) => void
  onTreatAsMissing: (value: string) => void
  /** How else the column can be read by one click. */
  offer?: Offer | undefined
  onOffer: (profile: ColumnProfile, offer: Offer) => void
}

/** One column at a glance: its type, how well it keeps to it, its spread and what stands in it. */
export const ColumnCard = memo(function ColumnCard({ place, profile, shownPart, onPart, onTreatAsMissing, offer, onOffer }: ColumnCardProps) {
  const hasHistogram = profile.histogramOf !== null && profile.histogram.length > 0
  const hasFindings = profile.counterExamples.length > 0 || profile.suspects.length > 0 || profile.writing !== undefined
  const hasTop = profile.top.length > 0
  const room = 4 + (hasHistogram ? 0 : 1) - (hasFindings ? 1 : 0)
  return (
    <article
      aria-label={`Column ${profile.name}`}
      style={{ height: CARD_HEIGHT }}
      className={cn('flex min-w-0 flex-col gap-2 overflow-hidden rounded-md border border-line bg-surface p-2.5 transition-colors hover:border-line-strong', shownPart && 'border-accent')}
    >
      <header className="-my-1 flex h-7 shrink-0 items-center gap-1.5">
        <TypeMark type={profile.type} />
        <h3 className="min-w-0 flex-1 text-sm font-semibold">
          <Popover
            label={`Details of ${profile.name}`}
            className="max-h-(--radix-popover-content-available-height) w-96 overflow-y-auto"
            trigger={(
              <button type="button" aria-label={`${profile.name}, details`} title={profile.name} className="-ml-1 block max-w-full truncate rounded-sm px-1 text-left hover:bg-hover">
                {profile.name}
              </button>
            )}
          >
            <ColumnDetails profile={profile} onTreatAsMissing={onTreatAsMissing} offer={offer} onOffer={onOffer} />
          </Popover>
        </h3>
        <span className="max-w-1/2 truncate text-xs text-muted" title={typeText(profile)}>{typeText(profile)}</span>
        <span aria-hidden className="text-2xs text-faint">{place}</span>
      </header>
      <QualityBar profile={profile} shownPart={shownPart} onPart={part => onPart(profile.name, part)} />
      {hasHistogram && !hasTop && (
        <div className="min-w-0 shrink-0">
          <Histogram bins={profile.histogram} label={histogramLabel(profile)} className="h-16" />
          <HistogramEnds profile={profile} />
        </div>
      )}
      {hasHistogram && hasTop
        ? (
            <div className="grid shrink-0 grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-4">
              <div className="min-w-0">
                <Histogram bins={profile.histogram} label={histogramLabel(profile)} className="h-12" />
                <HistogramEnds profile={profile} />
              </div>
              <ColumnFigures profile={profile} className="h-16 overflow-hidden" />
            </div>
          )
        : <ColumnFigures profile={profile} isWide={hasTop || hasHistogram} />}
      <div className="min-h-0 flex-1 overflow-hidden">
        {hasTop
          ? <ValueBars values={profile.top.slice(0, room)} total={profile.valid + profile.mismatched} label={`Most frequent values of ${profile.name}`} />
          : !(hasHistogram && hasFindings) && profile.valid + profile.mismatched > 0 && <p className="text-xs/5 text-faint">Nearly every value is different.</p>}
      </div>
      {hasFindings && <Findings profile={profile} onTreatAsMissing={onTreatAsMissing} offer={offer} onOffer={onOffer} />}
    </article>
  )
})

/** One line of what to look at: what can be dealt with here first, another reading and signs for missing, then how it is written, then cells of another type. */
function Findings({ profile, onTreatAsMissing, offer, onOffer }: Pick<ColumnCardProps, 'profile' | 'onTreatAsMissing' | 'offer' | 'onOffer'>) {
  const { suspects, counterExamples, type, mismatched, writing } = profile
  const others = counterExamples.filter(example => !suspects.some(({ value }) => value === example)).slice(0, 4)
  return (
    <div className="flex h-5 min-w-0 shrink-0 items-center gap-2 text-xs">
      {offer && <OfferButton profile={profile} offer={offer} onTake={onOffer} />}
      {suspects.length > 0 && <Suspects suspects={suspects.slice(0, 3)} onTreatAsMissing={onTreatAsMissing} className="shrink-0" />}
      {writing !== undefined && <p className="min-w-0 truncate text-muted" title={writing}>{writing}</p>}
      {others.length > 0 && (
        <p className="min-w-0 truncate text-mismatched-ink" title={`${formatCount(mismatched)} cells are not of type ${type}, such as ${others.join(', ')}`}>
          not {type}: <span className="font-mono">{others.join(' · ')}</span>
        </p>
      )}
    </div>
  )
}
