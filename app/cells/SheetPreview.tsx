import { Eye } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Detected } from '../../engine/index.ts'
import { describeCause } from '../../engine/base/errors.ts'
import { useSessionHandle } from '../session/session.ts'
import { Button, cn, Popover, Spinner } from '../ui/index.ts'

const MAX_COLUMNS = 8

type Preview = { readonly sheet: string, readonly rows: readonly (readonly string[])[] } | { readonly sheet: string, readonly error: string }

/** A small window with the first rows of each sheet of a workbook, to choose from. */
export function SheetPreview({ sheets, sheet, onSheet }: { sheets: Detected['sheets'], sheet: string | null, onSheet: (sheet: string) => void }) {
  const [isOpen, setIsOpen] = useState(false)
  const read = (name: string): void => {
    setIsOpen(false)
    onSheet(name)
  }
  return (
    <Popover
      label="The sheets of the workbook" isOpen={isOpen} onOpenChange={setIsOpen} className="w-[min(52rem,90vw)]"
      trigger={<Button><Eye aria-hidden />Look at the sheets</Button>}
    >
      <Sheets sheets={sheets} current={sheet} onRead={read} />
    </Popover>
  )
}

function Sheets({ sheets, current, onRead }: { sheets: Detected['sheets'], current: string | null, onRead: (sheet: string) => void }) {
  const [shown, setShown] = useState(current ?? sheets[0]?.name ?? '')
  const preview = usePreview(shown)
  return (
    <div className="flex flex-col gap-3 sm:flex-row">
      <ul aria-label="Sheets" className="flex max-h-72 shrink-0 flex-col gap-0.5 overflow-y-auto sm:w-44">
        {sheets.map(({ name, isHidden }) => (
          <li key={name}>
            <button
              type="button" aria-pressed={name === shown} onClick={() => setShown(name)}
              className={cn('flex w-full items-baseline gap-2 rounded-sm px-2 py-1 text-left text-sm hover:bg-hover', name === shown && 'bg-hover font-medium')}
            >
              <span className="min-w-0 flex-1 truncate">{name}</span>
              {isHidden && <span className="text-xs text-faint">hidden</span>}
            </button>
          </li>
        ))}
      </ul>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <div role="region" aria-label={`First rows of ${shown}`} tabIndex={0} className="h-60 overflow-auto rounded-md border border-line">
          {preview === undefined ? <div className="flex h-full items-center justify-center"><Spinner label={`Reading ${shown}`} /></div>
            : 'error' in preview ? <p className="p-3 text-xs text-mismatched-ink">{preview.error}</p>
              : preview.rows.length === 0 ? <p className="p-3 text-xs text-muted">This sheet is empty.</p> : <Rows rows={preview.rows} />}
        </div>
        <div className="flex justify-end">
          <Button size="sm" variant="primary" disabled={shown === current} onClick={() => onRead(shown)}>{shown === current ? 'This one is read' : `Read ${shown}`}</Button>
        </div>
      </div>
    </div>
  )
}

/** What stands on a sheet; undefined until it is known. */
function usePreview(sheet: string): Preview | undefined {
  const session = useSessionHandle()
  const [preview, setPreview] = useState<Preview>()
  useEffect(() => {
    let isWanted = true
    session.previewSheet(sheet)
      .then(rows => ({ sheet, rows }), (error: unknown) => ({ sheet, error: describeCause(error) }))
      .then(found => { if (isWanted) setPreview(found) })
      .catch(() => undefined)
    return () => { isWanted = false }
  }, [session, sheet])
  return preview?.sheet === sheet ? preview : undefined
}

function Rows({ rows }: { rows: readonly (readonly string[])[] }) {
  const width = Math.max(...rows.map(row => row.length))
  const columns = Array.from({ length: Math.min(width, MAX_COLUMNS) }, (_, at) => at)
  return (
    <table className="min-w-full border-separate border-spacing-0 text-left text-xs">
      <tbody>
        {rows.map((row, index) => (
          <tr key={index} className="[&>*]:border-line [&>*]:px-2 [&>*]:py-1 not-last:[&>*]:border-b">
            <th scope="row" className="w-8 text-right font-mono font-normal text-faint">{index + 1}</th>
            {columns.map(at => <td key={at} className="max-w-40 truncate font-mono whitespace-pre" title={row[at]}>{row[at]}</td>)}
            {width > MAX_COLUMNS && <td className="text-faint">{index === 0 ? `${width - MAX_COLUMNS} more` : '…'}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
