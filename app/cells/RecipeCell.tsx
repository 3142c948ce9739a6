import { Check, CircleAlert, Copy, Download, FileUp, TriangleAlert, Undo2 } from 'lucide-react'
import { lazy, Suspense, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { hasErrors } from '../../engine/base/issue.ts'
import { formatCounted } from '../charts/index.ts'
import { useSession, useSessionHandle } from '../session/session.ts'
import { recipeText } from '../session/written.ts'
import { Button, DropdownMenu, MenuItem, Spinner, WhenNear } from '../ui/index.ts'
import { Cell, type CellStatus } from './Cell.tsx'
import { useColumns } from './columns-in-sight.ts'
import { RECIPE_FILES } from './FileInput.tsx'
import { currentIssues } from './issues.ts'
import { diagnosticsOf, type Diagnostic } from './recipe/diagnostics.ts'
import type { RecipeEditorHandle } from './recipe/RecipeEditor.tsx'

// CodeMirror is as heavy as the rest of the page: it comes when the cell is first shown.
const loadEditor = () => import('./recipe/RecipeEditor.tsx').then(({ RecipeEditor: component }) => ({ default: component }))
const RecipeEditor = lazy(loadEditor)

let rehearsal: Promise<void> | undefined
/** Gets the editor ready, once, while nobody waits for anything. */
export function rehearseEditor(): void {
  rehearsal ??= import('./recipe/RecipeEditor.tsx').then(({ rehearse }) => rehearse()).catch(() => undefined)
}

const loading = <div className="flex h-40 items-center justify-center"><Spinner label="Loading the editor" /></div>

/** The recipe as text: everything the other cells say, in YAML. */
export function RecipeCell() {
  const session = useSessionHandle()
  const recipe = useSession(state => state.recipe)
  const draft = useSession(state => state.draft)
  const found = useSession(currentIssues)
  const stepColumns = useColumns('steps')
  const ruleColumns = useColumns('rules')
  const isSettled = useSession(state => state.phase === 'failed' || (state.verdict !== null && state.profiles !== null && !state.isJudging))
  // Its script first, in a turn of its own: then the editor alone is drawn.
  useEffect(() => { if (isSettled) void loadEditor() }, [isSettled])
  const editor = useRef<RecipeEditorHandle>(null)
  const written = useSession(state => state.written)
  // Deferred as one: the words of one recipe would be written anew to say another.
  const settled = useDeferredValue(useMemo(() => ({ written, recipe }), [written, recipe]))
  const text = useMemo(() => draft?.text ?? recipeText(settled), [draft, settled])
  const isBroken = draft !== null && hasErrors(draft.issues)
  // Text that is no recipe has only its own issues: the engine's are about the recipe in force.
  const issues = useMemo(() => isBroken ? draft.issues : [...draft?.issues ?? [], ...found], [isBroken, draft, found])
  const diagnostics = useMemo(() => diagnosticsOf(text, issues), [text, issues])
  return (
    <Cell id="recipe" number={7} title="Recipe" isFlush status={statusOf(diagnostics)} summary={summaryOf(diagnostics, isBroken)} actions={<RecipeActions onBefore={() => editor.current?.flush()} />}>
      {isBroken && (
        <div role="status" className="flex flex-wrap items-center gap-2 border-b border-line bg-mismatched-soft px-3 py-1.5 text-sm text-mismatched-ink">
          <CircleAlert aria-hidden className="size-4 shrink-0" />
          This text is no recipe yet. The last good one stays in force.
          <Button size="sm" className="ml-auto" onClick={() => session.dispatch({ op: 'editText', text: recipeText({ written, recipe }) })}><Undo2 /> Back to the last good recipe</Button>
        </div>
      )}
      <WhenNear isDue={isSettled} placeholder={loading}>
        <Suspense fallback={loading}>
          <RecipeEditor
            ref={editor}
            text={text}
            onText={written => session.dispatch({ op: 'editText', text: written })}
            diagnostics={diagnostics}
            stepColumns={stepColumns}
            ruleColumns={ruleColumns}
          />
        </Suspense>
      </WhenNear>
      {diagnostics.length > 0 && <IssueList diagnostics={diagnostics} onGo={offset => editor.current?.goTo(offset)} />}
    </Cell>
  )
}

function RecipeActions({ onBefore }: { onBefore: () => void }) {
  const session = useSessionHandle()
  const picker = useRef<HTMLInputElement>(null)
  const download = (format: 'yaml' | 'json') => {
    onBefore()
    session.exportRecipe(format)
  }
  const open = (file: File | undefined) => {
    if (file) void session.importRecipe(file)
  }
  return (
    <>
      <CopyButton onBefore={onBefore} />
      <DropdownMenu align="end" trigger={<Button size="sm" variant="ghost"><Download /> Download</Button>}>
        <MenuItem onSelect={() => download('yaml')}>YAML</MenuItem>
        <MenuItem onSelect={() => download('json')}>JSON</MenuItem>
      </DropdownMenu>
      <Button size="sm" variant="ghost" onClick={() => picker.current?.click()}><FileUp /> Import</Button>
      <input
        ref={picker}
        type="file"
        accept={RECIPE_FILES}
        aria-label="Recipe file"
        hidden
        onChange={event => {
          open(event.currentTarget.files?.[0])
          // The same file can be picked again after it was changed.
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}

const SHOWN_MS = 2000

function CopyButton({ onBefore }: { onBefore: () => void }) {
  const session = useSessionHandle()
  const [wasCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!wasCopied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [wasCopied])
  const copy = async () => {
    onBefore()
    const state = session.getState()
    await navigator.clipboard.writeText(state.draft?.text ?? recipeText(state))
    setCopied(true)
  }
  return (
    <Button size="sm" variant="ghost" onClick={() => void copy()}>
      {wasCopied ? <Check className="text-valid" /> : <Copy />}
      <span role="status">{wasCopied ? 'Copied' : 'Copy'}</span>
    </Button>
  )
}

function IssueList({ diagnostics, onGo }: { diagnostics: readonly Diagnostic[], onGo: (offset: number) => void }) {
  return (
    <ul aria-label="Issues of the recipe" className="max-h-40 overflow-y-auto border-t border-line py-1">
      {diagnostics.map(({ from, line, severity, code, message, hint }, index) => (
        <li key={index}>
          <button type="button" onClick={() => onGo(from)} className="flex w-full items-baseline gap-2 px-3 py-0.5 text-left text-xs -outline-offset-2 hover:bg-hover">
            {severity === 'error' ? <CircleAlert aria-label="error" className="size-3 shrink-0 self-center text-mismatched" /> : <TriangleAlert aria-label="warning" className="size-3 shrink-0 self-center text-warning" />}
            <span className="w-14 shrink-0 text-faint">line {line}</span>
            <span className="min-w-0">{message}{hint !== undefined && <span className="text-muted">. {hint}</span>}</span>
            <span className="ml-auto shrink-0 font-mono text-2xs text-faint">{code}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function statusOf(diagnostics: readonly Diagnostic[]): CellStatus {
  if (diagnostics.some(({ severity }) => severity === 'error')) return 'failed'
  return diagnostics.length > 0 ? 'attention' : 'done'
}

function summaryOf(diagnostics: readonly Diagnostic[], isBroken: boolean): string {
  const numErrors = diagnostics.filter(({ severity }) => severity === 'error').length
  const numWarnings = diagnostics.length - numErrors
  const parts = [...(numErrors > 0 ? [formatCounted(numErrors, 'error')] : []), ...(numWarnings > 0 ? [formatCounted(numWarnings, 'warning')] : [])]
  return parts.length === 0 ? 'Everything the cells say, as one file' : `${parts.join(', ')}${isBroken ? '; not in force' : ''}`
}
