import { FileSpreadsheet, RotateCw, TriangleAlert } from 'lucide-react'
import { formatBytes } from '../../engine/base/bytes.ts'
import { describeCause } from '../../engine/base/errors.ts'
import { dialectOf } from '../../engine/recipe/index.ts'
import { formatCounted, formatShare } from '../charts/index.ts'
import { useSession, useSessionHandle } from '../session/session.ts'
import type { SessionState } from '../session/state.ts'
import { Badge, Button, useToast } from '../ui/index.ts'
import { Cell, type CellStatus } from './Cell.tsx'
import { revealCell } from './cell-view.ts'
import type { Detected } from '../../engine/index.ts'
import { delimiterName, describeDialect, encodingName } from './dialect-options.ts'
import { DialectForm, type DialectChange } from './DialectForm.tsx'
import { ErrorNotice } from './ErrorNotice.tsx'
import { DATA_FILES, FileInput } from './FileInput.tsx'
import { HeadTable } from './HeadTable.tsx'
import { MemberPicker, TableForm } from './TableForm.tsx'
import { ImportProgress, purposeOf, ReadingProgress } from './ReadingProgress.tsx'

type Source = SessionState['recipe']['source']

/** The file: how it is read, its first rows, and the records that could not be read. */
export function SourceCell() {
  const session = useSessionHandle()
  const phase = useSession(state => state.phase)
  const input = useSession(state => state.input)
  const detected = useSession(state => state.detected)
  const head = useSession(state => state.head)
  const source = useSession(state => state.recipe.source)
  const error = useSession(state => state.error)
  const malformed = useSession(malformedIn)
  const blankLines = useSession(state => state.verdict?.counts.blank_lines ?? 0)
  const dialect = dialectOf({ source }, detected?.dialect)
  const setDialect = (change: DialectChange) => session.dispatch({ op: 'setDialect', dialect: change })
  return (
    <Cell id="source" number={1} title="Source" status={statusOf(phase, malformed)} summary={detected ? summaryOf(detected, source) : undefined} actions={<FileFacts input={input} />}>
      <div className="flex flex-col gap-4">
        {phase === 'reading' && input && <Reading name={input.name} />}
        {phase === 'ready' && <Importing />}
        {phase === 'failed' && error && <ErrorNotice error={error} actions={<WaysOut />} />}
        {detected && detected.members.length > 1 && (
          <MemberPicker members={detected.members} member={memberOf(detected, source)} onMember={member => session.dispatch({ op: 'setSource', source: { member, sheet: undefined } })} />
        )}
        {detected && detected.format !== 'csv'
          ? <TableForm detected={detected} dialect={dialect} header={source?.dialect?.header} onDialect={setDialect} onSheet={sheet => session.dispatch({ op: 'setSource', source: { sheet } })} />
          : <DialectForm dialect={dialect} onChange={setDialect} />}
        {detected && !isSetByHand(source) && <Alternatives detected={detected} onPick={setDialect} />}
        {detected && detected.notes.length > 0 && (
          <ul aria-label="What was noticed" className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs text-muted">
            {detected.notes.map(note => <li key={note}>{note}</li>)}
          </ul>
        )}
        {detected ? <HeadTable columns={detected.columns} rows={head} /> : phase === 'reading' && <HeadSkeleton />}
        {(malformed > 0 || blankLines > 0) && (
          <p className="flex flex-wrap items-center gap-2 text-xs text-muted">
            {malformed > 0 && (phase === 'ready' ? <MalformedLink count={malformed} /> : <Badge tone="mismatched">{formatCounted(malformed, 'malformed record')}</Badge>)}
            {blankLines > 0 && <span>{formatCounted(blankLines, 'blank line')} passed over</span>}
          </p>
        )}
      </div>
    </Cell>
  )
}

function Reading({ name }: { name: string }) {
  return <ReadingProgress name={name} progress={useSession(state => state.progress)} />
}

function Importing() {
  const importing = useSession(state => state.importing)
  const purpose = useSession(purposeOf)
  return importing && <ImportProgress {...importing} purpose={purpose} />
}

/** Records that are no records: counted as they are read, then known from the verdict. */
function malformedIn({ progress, verdict }: SessionState): number {
  return progress?.malformed ?? verdict?.rules.find(({ id }) => id === 'parse')?.failed ?? 0
}

function statusOf(phase: SessionState['phase'], malformed: number): CellStatus {
  switch (phase) {
    case 'empty': return 'idle'
    case 'reading': return 'busy'
    case 'failed': return 'failed'
    case 'ready': return malformed > 0 ? 'attention' : 'done'
  }
}

function summaryOf(detected: Detected, source: Source): string {
  const columns = formatCounted(detected.columns.length, 'column')
  if (detected.format !== 'csv') return [columns, FORMAT_NAMES[detected.format], ...detected.sheet === null ? [] : [`sheet ${detected.sheet}`]].join(' · ')
  const origin = isSetByHand(source) ? 'set by hand' : `detected with ${formatShare(detected.confidence)} confidence`
  return `${columns} · ${describeDialect(dialectOf({ source }, detected.dialect))} · ${origin}`
}

const FORMAT_NAMES: Readonly<Record<Detected['format'], string>> = {
  csv: 'CSV', excel: 'workbook', json: 'JSON', jsonl: 'JSON Lines', parquet: 'Parquet', arrow: 'Arrow', avro: 'Avro', fixed_width: 'fixed width', html: 'web page',
}

const isSetByHand = (source: Source): boolean => Object.keys(source?.dialect ?? {}).length > 0

/** The file of the archive that is read: as the recipe says, or as it was chosen. */
function memberOf({ unpacked, members }: Detected, source: Source): string | undefined {
  return source?.member ?? members.find(member => unpacked.includes(`zip: ${member}`))
}

/** What else the file could be: one click reads it so. */
function Alternatives({ detected, onPick }: { detected: Detected, onPick: (change: DialectChange) => void }) {
  if (detected.alternatives.length === 0) return null
  return (
    <p className="flex flex-wrap items-center gap-2 text-xs text-muted">
      Not right? It could also be
      {detected.alternatives.map(({ dialect: { delimiter, quote, escape, encoding }, confidence, sample }) => {
        const isOtherEncoding = encoding !== detected.dialect.encoding
        return (
          <Button key={`${delimiter} ${quote} ${encoding}`} size="sm" onClick={() => onPick(isOtherEncoding ? { encoding } : { delimiter, quote, escape })}>
            {isOtherEncoding ? encodingName(encoding) : delimiterName(delimiter)}
            {sample !== undefined && <span className="font-normal">“{sample}”</span>}
            <span className="font-normal text-muted">{formatShare(confidence)}</span>
          </Button>
        )
      })}
    </p>
  )
}

function FileFacts({ input }: { input: SessionState['input'] }) {
  if (!input) return null
  return (
    <Badge className="h-6 gap-1.5 px-2" title={input.name}>
      <FileSpreadsheet aria-hidden />
      <span className="max-w-56 truncate text-ink">{input.name}</span>
      <span className="font-normal">{formatBytes(input.size)}</span>
    </Badge>
  )
}

function WaysOut() {
  const session = useSessionHandle()
  const showToast = useToast()
  const open = (file: File) => {
    session.openFile(file).catch((error: unknown) => showToast({ tone: 'mismatched', title: `${file.name} could not be opened`, description: describeCause(error) }))
  }
  return (
    <>
      <FileInput size="sm" accept={DATA_FILES} onFile={open}>Choose a file</FileInput>
      <Button size="sm" onClick={() => session.dispatch({ op: 'reload' })}><RotateCw aria-hidden />Read again</Button>
    </>
  )
}

function MalformedLink({ count }: { count: number }) {
  const session = useSessionHandle()
  const show = () => {
    session.dispatch({ op: 'setFilter', filter: { rows: 'rejected', rule: 'parse' } })
    revealCell('review')
  }
  return (
    <Button size="sm" variant="danger" onClick={show}>
      <TriangleAlert aria-hidden />
      {formatCounted(count, 'malformed record')}
    </Button>
  )
}

function HeadSkeleton() {
  return (
    <div role="status" aria-label="Reading the first rows" className="overflow-hidden rounded-md border border-line">
      {Array.from({ length: 5 }, (_, row) => (
        <div key={row} className="flex gap-6 border-line px-2.5 py-2 not-last:border-b">
          {Array.from({ length: 6 }, (_, at) => <div key={at} className="h-3 flex-1 rounded-sm bg-hover" />)}
        </div>
      ))}
    </div>
  )
}
