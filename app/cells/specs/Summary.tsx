import { Fragment } from 'react'
import type { SummaryPart } from '../forms/summary.ts'

/** What a step or rule does, in half a line; what its author wrote in expressions stands out. */
export function Summary({ parts }: { parts: readonly SummaryPart[] }) {
  return (
    <span className="text-muted">
      {parts.map(({ text, isCode }, index) => (
        <Fragment key={index}>
          {index > 0 && (parts[index - 1]?.isCode === undefined && isCode ? ' ' : ' · ')}
          {isCode ? <code className="font-mono text-xs text-ink">{text}</code> : text}
        </Fragment>
      ))}
    </span>
  )
}
