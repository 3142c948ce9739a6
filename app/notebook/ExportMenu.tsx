import { Braces, CircleStop, Download, FileCode2, FileSpreadsheet, Rows3 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { formatBytes } from '../../engine/base/bytes.ts'
import { describeCause } from '../../engine/base/errors.ts'
import type { ExportKind } from '../../engine/index.ts'
import { formatCounted } from '../charts/index.ts'
import { useSession, useSessionHandle } from '../session/session.ts'
import { Button, DropdownMenu, MenuItem, MenuLabel, MenuSeparator, Spinner, useToast } from '../ui/index.ts'

const rowExports: readonly { kind: ExportKind, rows: 'valid' | 'rejected', text: string, icon: ReactNode }[] = [
  { kind: 'valid.csv', rows: 'valid', text: 'CSV', icon: <FileSpreadsheet aria-hidden /> },
  { kind: 'valid.parquet', rows: 'valid', text: 'Parquet', icon: <Rows3 aria-hidden /> },
  { kind: 'rejects.csv', rows: 'rejected', text: 'CSV with reasons', icon: <FileSpreadsheet aria-hidden /> },
  { kind: 'rejects.jsonl', rows: 'rejected', text: 'JSON lines', icon: <Braces aria-hidden /> },
]

/** Everything that can be taken along: the recipe, and the rows of the verdict. */
export function ExportMenu() {
  const session = useSessionHandle()
  const showToast = useToast()
  const counts = useSession(state => state.verdict?.counts)
  const isJudging = useSession(state => state.isJudging)
  const [written, setWritten] = useState<{ readonly bytes: number, readonly stop: () => void }>()

  const exportRows = (kind: ExportKind) => {
    const stopping = new AbortController()
    const stop = () => stopping.abort()
    setWritten({ bytes: 0, stop })
    session.exportRows(kind, { signal: stopping.signal, onBytes: bytes => setWritten({ bytes, stop }) })
      .catch((error: unknown) => showToast({ tone: 'mismatched', title: `${kind} could not be written`, description: describeCause(error) }))
      .finally(() => setWritten(undefined))
  }
  const rowItems = (rows: 'valid' | 'rejected') => rowExports.filter(one => one.rows === rows).map(({ kind, text, icon }) => (
    <MenuItem key={kind} icon={icon} disabled={!counts || isJudging || written !== undefined} onSelect={() => exportRows(kind)}>{text}</MenuItem>
  ))
  return (
    <DropdownMenu align="end" className="min-w-56" trigger={<Button>{written ? <><Spinner label="Writing" />{formatBytes(written.bytes)}</> : <><Download aria-hidden />Export</>}</Button>}>
      {written && <><MenuItem icon={<CircleStop aria-hidden />} onSelect={written.stop}>Stop writing</MenuItem><MenuSeparator /></>}
      <MenuLabel>Recipe</MenuLabel>
      <MenuItem icon={<FileCode2 aria-hidden />} onSelect={() => session.exportRecipe('yaml')}>Recipe as YAML</MenuItem>
      <MenuItem icon={<Braces aria-hidden />} onSelect={() => session.exportRecipe('json')}>Recipe as JSON</MenuItem>
      <MenuSeparator />
      <MenuLabel>{counts ? formatCounted(counts.valid, 'valid row') : 'Valid rows'}</MenuLabel>
      {rowItems('valid')}
      <MenuSeparator />
      <MenuLabel>{counts ? formatCounted(counts.rejected, 'rejected row') : 'Rejected rows'}</MenuLabel>
      {rowItems('rejected')}
    </DropdownMenu>
  )
}
