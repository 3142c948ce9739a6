import { FileCheck2, FileUp, FlaskConical, ListChecks, Lock, ScanSearch } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { DATA_FILES, FileInput, rehearseEditor } from '../cells/index.ts'
import { whenIdle } from '../session/idle.ts'
import { Button, ThemeToggle } from '../ui/index.ts'
import { Brand } from './Brand.tsx'

export interface LandingProps {
  onFile: (file: File) => void
  onSample: () => Promise<void>
}

/** What one sees before there is a file. */
export function Landing({ onFile, onSample }: LandingProps) {
  useEffect(() => {
    let isShown = true
    whenIdle(() => { if (isShown) rehearseEditor() })
    return () => { isShown = false }
  }, [])
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-12 items-center gap-2 px-4">
        <Brand className="size-6" />
        <span className="text-md font-semibold">SchemaFlow</span>
        <div className="ml-auto"><ThemeToggle /></div>
      </header>
      <main className="mx-auto flex w-full max-w-4xl flex-1 flex-col justify-center gap-8 px-6 pt-6 pb-20">
        <div className="text-center">
          <h1 className="text-2xl font-semibold tracking-tight sm:text-[2rem]/10">Find the bad rows. Fix the file. Keep the recipe.</h1>
          <p className="mt-3 text-md text-balance text-muted">For files from other people: see what is in them, say what is right, review what is not.</p>
        </div>
        <div className="relative overflow-hidden rounded-xl border border-dashed border-line-control bg-surface">
          <FlowingRows />
          <div className="relative flex flex-col items-center gap-4 px-6 pt-16 pb-12 text-center">
            <div aria-hidden className="flex size-12 items-center justify-center rounded-xl border border-line bg-raised text-accent-ink shadow-raise"><FileUp className="size-5.5" /></div>
            <div>
              <p className="text-lg font-semibold">Drop a file anywhere on this page</p>
              <p className="mt-1 text-sm text-muted">CSV, Excel, JSON, Parquet and more, packed or not: what it is is found out by itself.</p>
            </div>
            <div className="flex flex-wrap justify-center gap-2">
              <FileInput accept={DATA_FILES} onFile={onFile}>Choose a file</FileInput>
              <SampleButton onSample={onSample} />
            </div>
            <p className="flex items-center justify-center gap-1.5 text-xs text-muted">
              <Lock aria-hidden className="size-3.5 text-valid" />
              Your data never leaves this browser: there is no server that could see it.
            </p>
          </div>
        </div>
        <ul className="grid gap-x-8 gap-y-4 text-sm sm:grid-cols-3">
          <Promise icon={<ScanSearch />} title="Every row is looked at">Types, missing values and odd ones out come from the whole file, not from a sample.</Promise>
          <Promise icon={<ListChecks />} title="Verdicts as you edit">Change a rule and see at once which rows pass, which fail and why.</Promise>
          <Promise icon={<FileCheck2 />} title="One recipe, everywhere">Take it along as YAML: the same rules run headless with the same verdict.</Promise>
        </ul>
      </main>
    </div>
  )
}

function SampleButton({ onSample }: Pick<LandingProps, 'onSample'>) {
  const [isOpening, setOpening] = useState(false)
  const open = () => {
    setOpening(true)
    void onSample().finally(() => setOpening(false))
  }
  return <Button size="lg" isBusy={isOpening} onClick={open}>{!isOpening && <FlaskConical aria-hidden />}Try sample data</Button>
}

function Promise({ icon, title, children }: { icon: ReactNode, title: string, children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span aria-hidden className="mt-0.5 shrink-0 text-accent-ink [&_svg]:size-4">{icon}</span>
      <span><span className="block font-semibold">{title}</span><span className="text-muted">{children}</span></span>
    </li>
  )
}

/** The drawing: a table seen from afar. Left edges of its columns, and the widest cell in each, in units of the view box. */
const COLUMNS = [[24, 44], [92, 84], [204, 60], [292, 90], [410, 56], [494, 74], [596, 60], [684, 66], [774, 50]] as const
const ROW_HEIGHT = 30
const NUM_ROWS = 10
/** Cells that stand out, by row and column. */
const ODD: Readonly<Record<string, string>> = {
  '1-1': 'fill-mismatched', '4-8': 'fill-mismatched', '7-0': 'fill-mismatched', '2-7': 'fill-warning', '8-1': 'fill-warning', '5-0': 'fill-missing', '8-8': 'fill-missing',
}

/** Rows of cells with a few odd ones among them; fades towards the middle, where the words are. */
function FlowingRows() {
  return (
    <svg
      aria-hidden
      viewBox={`0 0 848 ${NUM_ROWS * ROW_HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      className="absolute inset-0 size-full mask-[radial-gradient(ellipse_50%_80%_at_50%_50%,transparent_60%,black_130%)]"
    >
      {Array.from({ length: NUM_ROWS }, (_, row) => COLUMNS.map(([x, widest], at) => {
        // Lengths that look like data and are the same at every visit.
        const width = widest * (0.55 + 0.45 * Math.abs(Math.sin(row * 12.9898 + at * 78.233)))
        const odd = ODD[`${row}-${at}`]
        return <rect key={`${row}-${at}`} x={x} y={row * ROW_HEIGHT + 11} width={width} height={8} rx={4} className={odd ?? 'fill-line'} />
      }))}
    </svg>
  )
}
