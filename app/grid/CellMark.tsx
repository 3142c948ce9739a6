import type { CellMark } from './data-frame.ts'

const severityNames = { error: 'error', warn: 'warning' } as const

/** What a mark says, in one line, for reading aloud. */
export function markName({ severity, reasons }: CellMark): string {
  return `${severityNames[severity]}: ${reasons.join('; ')}`
}

/** Errors: a filled corner and a solid line below. Warnings: a smaller open corner and a dashed line. Told apart without colour. */
export function CornerMark({ mark }: { mark: CellMark }) {
  const isError = mark.severity === 'error'
  return (
    <span
      role="img"
      aria-label={markName(mark)}
      className={`pointer-events-none absolute inset-0 border-b-2 ${isError ? 'border-solid border-mismatched' : 'border-dashed border-warning'}`}
    >
      <svg aria-hidden viewBox="0 0 8 8" className={`absolute top-0 right-0 size-2 ${isError ? 'text-mismatched-ink' : 'text-warning-ink'}`}>
        <path d="M0 0H8V8Z" fill={isError ? 'currentColor' : 'none'} stroke="currentColor" />
      </svg>
    </span>
  )
}

/** The reasons as a list, with the severity in words. */
export function MarkReasons({ mark }: { mark: CellMark }) {
  const isError = mark.severity === 'error'
  return (
    <div>
      <p className={`font-medium ${isError ? 'text-mismatched-ink' : 'text-warning-ink'}`}>{isError ? 'Error' : 'Warning'}</p>
      <ul className={mark.reasons.length > 1 ? 'list-disc pl-4' : ''}>
        {mark.reasons.map((reason, i) => <li key={i} className="wrap-anywhere">{reason}</li>)}
      </ul>
    </div>
  )
}
