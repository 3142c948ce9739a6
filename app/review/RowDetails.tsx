import { CircleAlert, Copy, Filter, TriangleAlert, Wrench, X } from 'lucide-react'
import { Fragment, memo } from 'react'
import type { RowError, RowView } from '../../engine/index.ts'
import { formatCount, formatShare } from '../charts/index.ts'
import { CellText } from '../grid/index.ts'
import { Badge, Button, IconButton, useToast, type Tone } from '../ui/index.ts'
import { CellList } from './CellList.tsx'
import { copiedRow, type ReviewRow } from './rows.ts'

export interface RowDetailsProps {
  /** The active row; undefined if there is none or it is not here yet. */
  readonly row: ReviewRow | undefined
  readonly titleOf: (ruleId: string) => string
  readonly onRule: (error: RowError) => void
  readonly onColumn: (column: string) => void
  readonly onClose: () => void
}

/** Everything about one row: where it is, what is wrong with it, and all its cells. */
export const RowDetails = memo(function RowDetails({ row, titleOf, onRule, onColumn, onClose }: RowDetailsProps) {
  return (
    <section aria-label="Row details" className="flex h-56 min-w-0 flex-col overflow-hidden rounded-md border border-line bg-surface @min-[72rem]:h-(--review-grid) @min-[72rem]:w-92 @min-[72rem]:shrink-0">
      <header className="flex min-h-9 shrink-0 items-center gap-2 border-b border-line bg-canvas pr-1 pl-3">
        <h3 className="shrink-0 text-sm font-semibold">{row ? `Line ${formatCount(row.view.line)}` : 'Row details'}</h3>
        {row && <span className="min-w-0 truncate text-xs text-faint">record {formatCount(row.view.ordinal)}</span>}
        {row && <Badge tone={tones[row.view.status]}>{row.view.status}</Badge>}
        <span className="ml-auto flex shrink-0">
          {row && <CopyRow row={row} />}
          <IconButton size="sm" label="Hide details" icon={<X />} onClick={onClose} />
        </span>
      </header>
      {row
        ? (
            // Beside each other below the grid, one above the other at its side.
            <div className="flex min-h-0 flex-1 @min-[72rem]:flex-col">
              <Errors view={row.view} titleOf={titleOf} onRule={onRule} onColumn={onColumn} />
              {row.view.raw === undefined ? <CellList row={row} /> : (
                <div className="flex min-h-0 min-w-0 flex-1 flex-col">
                  <Raw line={row.view.line} text={row.view.raw} />
                  {row.view.suggestion && <Suggestion suggestion={row.view.suggestion} />}
                </div>
              )}
            </div>
          )
        : <p className="grid flex-1 place-items-center p-4 text-center text-sm text-faint">No row is chosen.</p>}
    </section>
  )
})

const tones: Readonly<Record<RowView['status'], Tone>> = { valid: 'valid', rejected: 'mismatched', warned: 'warning', dropped: 'missing' }

interface ErrorsProps extends Pick<RowDetailsProps, 'titleOf' | 'onRule' | 'onColumn'> {
  readonly view: RowView
}

function Errors({ view: { errors, status }, titleOf, onRule, onColumn }: ErrorsProps) {
  return (
    <div
      role="region"
      aria-label="Errors of the row"
      tabIndex={0}
      className="w-2/5 shrink-0 overflow-y-auto border-r border-line -outline-offset-2 @min-[72rem]:max-h-[45%] @min-[72rem]:w-auto @min-[72rem]:border-r-0 @min-[72rem]:border-b"
    >
      {errors.length === 0
        ? <p className="px-3 py-2.5 text-sm text-muted">{status === 'dropped' ? 'A step dropped this row.' : 'Nothing is wrong with this row.'}</p>
        : (
            <ul aria-label="Errors" className="divide-y divide-line">
              {errors.map((error, index) => <ErrorItem key={index} error={error} title={titleOf(error.ruleId)} onRule={onRule} onColumn={onColumn} />)}
            </ul>
          )}
    </div>
  )
}

interface ErrorItemProps extends Pick<RowDetailsProps, 'onRule' | 'onColumn'> {
  readonly error: RowError
  readonly title: string
}

function ErrorItem({ error, title, onRule, onColumn }: ErrorItemProps) {
  const { ruleId, message, severity, columns } = error
  return (
    <li className="flex gap-2 px-3 py-2">
      {severity === 'error'
        ? <CircleAlert role="img" aria-label="error" className="mt-0.5 size-4 shrink-0 text-mismatched" />
        : <TriangleAlert role="img" aria-label="warning" className="mt-0.5 size-4 shrink-0 text-warning" />}
      <div className="min-w-0 flex-1">
        <p className="text-sm wrap-anywhere">{message}</p>
        <p className="mt-0.5 text-xs wrap-anywhere text-muted">{title}</p>
        <div className="mt-1 -ml-1.5 flex flex-wrap gap-x-1">
          <NarrowButton name={ruleId} what="rule" onPress={() => onRule(error)} />
          {columns.map(column => <NarrowButton key={column} name={column} what="column" onPress={() => onColumn(column)} />)}
        </div>
      </div>
    </li>
  )
}

function NarrowButton({ name, what, onPress }: { name: string, what: 'rule' | 'column', onPress: () => void }) {
  const label = `Only ${what} ${name}`
  return (
    <button
      type="button"
      aria-label={label}
      title={`${label}: shows just the rows that fail there`}
      onClick={onPress}
      className="inline-flex h-6 max-w-full items-center gap-1 rounded-sm px-1.5 text-xs font-medium text-accent-ink hover:bg-hover"
    >
      <Filter aria-hidden className="size-3 shrink-0" />
      <span className="font-normal text-faint">{what}</span>{' '}
      <span className="truncate">{name}</span>
    </button>
  )
}

function Raw({ line, text }: { line: number, text: string }) {
  return (
    <div role="region" aria-label={`Text of line ${line} as it stands`} tabIndex={0} dir="auto" className="min-h-0 flex-1 overflow-auto bg-sunken px-3 py-2 font-mono text-xs/5 wrap-anywhere whitespace-pre-wrap -outline-offset-2">
      <CellText text={text} limit={Infinity} breaksLines />
    </div>
  )
}

/** What a record that could not be read was most likely meant to be. */
function Suggestion({ suggestion: { cells, how, confidence } }: { suggestion: NonNullable<RowView['suggestion']> }) {
  return (
    <section aria-label="Suggested repair" tabIndex={0} className="max-h-[60%] shrink-0 overflow-y-auto border-t border-line px-3 py-2 -outline-offset-2">
      <h4 className="flex items-center gap-1.5 text-xs font-medium"><Wrench aria-hidden className="size-3.5 shrink-0 text-accent-ink" />Probably meant, if {how}<span className="font-normal text-faint">{formatShare(confidence)}</span></h4>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 text-xs/5">
        {cells.map(({ column, text }, index) => (
          <Fragment key={index}>
            <dt className="max-w-32 truncate text-muted" title={column}>{column}</dt>
            <dd className="min-w-0 truncate font-mono" title={text}>{text === '' ? <span className="text-faint">empty</span> : <CellText text={text} limit={400} />}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  )
}

function CopyRow({ row }: { row: ReviewRow }) {
  const showToast = useToast()
  const isRaw = row.view.raw !== undefined
  const copy = () => {
    navigator.clipboard.writeText(copiedRow(row)).then(
      () => showToast({ tone: 'valid', title: isRaw ? 'Raw text copied' : 'Row copied as JSON' }),
      () => showToast({ tone: 'warning', title: 'The browser refused to copy', description: 'Select the text and copy it by hand.' }),
    )
  }
  return <Button size="sm" variant="ghost" onClick={copy}><Copy aria-hidden />{isRaw ? 'Copy text' : 'Copy as JSON'}</Button>
}
