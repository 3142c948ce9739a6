import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { ColumnProfile } from '../../engine/index.ts'
import { useWidth } from '../ui/index.ts'
import type { PlacedProfile } from './arrange.ts'
import { CARD_HEIGHT, ColumnCard } from './ColumnCard.tsx'
import type { Offer } from './offers.ts'
import type { Part } from './QualityBar.tsx'

const GAP_PX = 8
const MIN_CARD_PX = 292
/** As the style of its element says. */
const MAX_HEIGHT_PX = 800

export interface ColumnGridProps {
  columns: readonly PlacedProfile[]
  /** The width of its place, px: as many cards are then drawn with it as fit. */
  width: number
  shown?: { readonly column: string, readonly part: Part } | undefined
  onPart: (column: string, part: Part) => void
  onTreatAsMissing: (value: string) => void
  /** How else columns can be read by one click, by name. */
  offers: ReadonlyMap<string, Offer>
  onOffer: (profile: ColumnProfile, offer: Offer) => void
}

/** Cards side by side, as many as fit; only those in sight exist, so that thousands of columns scroll as lightly as ten. */
export function ColumnGrid({ columns, width, shown, onPart, onTreatAsMissing, offers, onOffer }: ColumnGridProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const lanes = lanesIn(useWidth(scroller, width))
  const numRows = Math.ceil(columns.length / lanes)
  const virtualizer = useVirtualizer({
    count: numRows, getScrollElement: () => scroller.current, estimateSize: () => CARD_HEIGHT + GAP_PX, overscan: 2,
    initialRect: { width, height: MAX_HEIGHT_PX },
  })
  return (
    <div ref={scroller} className="max-h-[max(24rem,min(70vh,50rem))] overflow-y-auto rounded-md">
      <ul aria-label="Columns" className="relative" style={{ height: Math.max(0, numRows * (CARD_HEIGHT + GAP_PX) - GAP_PX) }}>
        {virtualizer.getVirtualItems().flatMap(({ index: row, start }) =>
          columns.slice(row * lanes, (row + 1) * lanes).map(({ place, profile }, lane) => (
            <li
              key={place}
              aria-posinset={row * lanes + lane + 1}
              aria-setsize={columns.length}
              className="absolute"
              style={{ top: start, left: `calc((100% + ${GAP_PX}px) / ${lanes} * ${lane})`, width: `calc((100% - ${(lanes - 1) * GAP_PX}px) / ${lanes})` }}
            >
              <ColumnCard
                place={place}
                profile={profile}
                shownPart={shown?.column === profile.name ? shown.part : undefined}
                onPart={onPart}
                onTreatAsMissing={onTreatAsMissing}
                offer={offers.get(profile.name)}
                onOffer={onOffer}
              />
            </li>
          )))}
      </ul>
    </div>
  )
}

/** How many cards fit side by side. */
export function lanesIn(widthPx: number): number {
  return Math.max(1, Math.floor((widthPx + GAP_PX) / (MIN_CARD_PX + GAP_PX)))
}

/** What stands in the grid's place while the file is being profiled. */
export function ColumnGridSkeleton() {
  return (
    <div role="status" aria-label="Profiling the columns" className="grid grid-cols-[repeat(auto-fill,minmax(292px,1fr))] gap-2">
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className="flex h-44 flex-col gap-3 rounded-md border border-line p-2.5">
          <div className="h-4 w-2/5 rounded-sm bg-hover" />
          <div className="h-2 rounded-full bg-hover" />
          <div className="grid flex-1 grid-cols-2 gap-4">
            <div className="rounded-sm bg-hover" />
            <div className="rounded-sm bg-hover" />
          </div>
        </div>
      ))}
    </div>
  )
}
