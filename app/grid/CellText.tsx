import { Fragment, type CSSProperties, type ReactNode } from 'react'
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
export function CellText(props: CellTextProps) {
  return drawText(props)
}

/** What `CellText` draws, for callers that draw thousands and keep the results themselves. */
export function drawText({ text, limit, breaksLines = false }: CellTextProps): ReactNode {
  if (text === null) return <span role="img" aria-label="missing" className={tokenClass}>null</span>
  const segments = visibleText(text, limit)
  const [first] = segments
  return segments.length === 1 && first?.kind === 'text' ? first.text : segments.map((segment, i) => drawSegment(segment, i, breaksLines))
}

function drawSegment(segment: TextSegment, key: number, breaksLines: boolean): ReactNode {
  switch (segment.kind) {
    case 'text': return segment.text
    case 'space': return <span key={key} className="font-mono whitespace-pre" style={spaceDots}>{segment.text}</span>
    case 'lineEnd': return (
      <Fragment key={key}>
        <span role="img" aria-label={segment.name} className="px-px text-faint select-none">{segment.badge}</span>
        {breaksLines && '\n'}
      </Fragment>
    )
    case 'code': return <span key={key} role="img" aria-label={segment.name} title={segment.name} className={badgeClass}>{segment.badge}</span>
    case 'cut': return <span key={key} className={tokenClass} title={`${segment.hidden.toLocaleString('en')} more characters`}>…</span>
    case 'empty': return <span key={key} role="img" aria-label="empty text" className="text-faint select-none">∅</span>
  }
}
