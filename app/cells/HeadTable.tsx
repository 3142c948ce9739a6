import { memo } from 'react'
import { formatCount } from '../charts/index.ts'
import type { SessionState } from '../session/state.ts'

const MAX_ROWS = 6
const MAX_COLUMNS = 60

/** The first rows as they were read, before any type or step. Wide files are cut; the profile has every column. */
export const HeadTable = memo(function HeadTable({ columns, rows }: { columns: readonly string[], rows: SessionState['head'] }) {
  const hidden = columns.length - MAX_COLUMNS
  return (
    <div role="region" aria-label="First rows" tabIndex={0} className="max-h-64 overflow-auto rounded-md border border-line">
      <table className="min-w-full border-separate border-spacing-0 text-left text-xs">
        <thead>
          <tr className="[&>th]:sticky [&>th]:top-0 [&>th]:border-b [&>th]:border-line [&>th]:bg-sunken [&>th]:px-2.5 [&>th]:py-1.5 [&>th]:font-medium [&>th]:whitespace-nowrap">
            <th scope="col" className="w-10 text-right text-faint"><span className="sr-only">Record</span></th>
            {columns.slice(0, MAX_COLUMNS).map((name, index) => <th key={index} scope="col" title={name} className="max-w-56 truncate">{name}</th>)}
            {hidden > 0 && <th scope="col" className="text-faint">{formatCount(hidden)} more</th>}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MAX_ROWS).map((row, index) => (
            <tr key={index} className="[&>*]:border-line [&>*]:px-2.5 [&>*]:py-1 not-last:[&>*]:border-b">
              <th scope="row" className="text-right font-mono font-normal text-faint">{index + 1}</th>
              {columns.slice(0, MAX_COLUMNS).map((_, at) => <HeadCell key={at} text={row[at] ?? null} />)}
              {hidden > 0 && <td aria-hidden className="text-faint">…</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
})

function HeadCell({ text }: { text: string | null }) {
  if (text === null) return <td className="text-faint italic">missing</td>
  return <td className="max-w-56 truncate font-mono whitespace-pre" title={text}>{text}</td>
}
