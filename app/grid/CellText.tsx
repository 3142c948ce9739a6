import { memo, type CSSProperties } from 'react'
import { visibleText, type TextSegment } from './visible-text.ts'

export interface CellTextProps {
  readonly text: string | null
  /** UTF-16 units drawn at most. */
  readonly limit: number
  /** Whether line ends also begin a new line. */
  readonly breaksLines?: boolean
}

const tokenClass = 'italic text-faint'
const badgeClass = 'mx-px rounded-sm border border-current px-0.5 align-baseline font-mono text-[0.72em] not-italic text-warning-ink select-none'
const spaceDots: CSSProperties = {
  backgroundImage: 'radial-gradient(circle, var(--warning) 1.3px, transparent 1.6px)',
  backgroundSize: '1ch 100%',
}

/** A cell's text with nothing invisible in it: missing and empty values, spaces at the ends, line ends and odd characters all show. */
export const CellText = memo(function CellText({ text, limit, breaksLines = false }: CellTextProps) {
  if (text === null) return <span role="img" aria-label="missing" className={tokenClass}>null</span>
  return visibleText(text, limit).map((segment, i) => <Segment key={i} segment={segment} breaksLines={breaksLines} />)
})

function Segment({ segment, breaksLines }: { segment: TextSegment, breaksLines: boolean }) {
  switch (segment.kind) {
    case 'text': return segment.text
    case 'space': return <span className="font-mono whitespace-pre" style={spaceDots}>{segment.text}</span>
    case 'lineEnd': return (
      <>
        <span role="img" aria-label={segment.name} className="px-px text-faint select-none">{segment.badge}</span>
        {breaksLines && '\n'}
      </>
    )
    case 'code': return <span role="img" aria-label={segment.name} title={segment.name} className={badgeClass}>{segment.badge}</span>
    case 'cut': return <span className={tokenClass} title={`${segment.hidden.toLocaleString('en')} more characters`}>…</span>
    case 'empty': return <span role="img" aria-label="empty text" className="text-faint select-none">∅</span>
  }
}
