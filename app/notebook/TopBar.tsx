import { Plus, Redo2, Undo2 } from 'lucide-react'
import { formatBytes } from '../../engine/base/bytes.ts'
import { useSession, useSessionHandle } from '../session/session.ts'
import { Button, IconButton, ThemeToggle } from '../ui/index.ts'
import { Brand } from './Brand.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { RecipeName } from './RecipeName.tsx'

/** The bar at the top: what is open, and what can be done with it as a whole. */
export function TopBar({ onNew }: { onNew: () => void }) {
  const session = useSessionHandle()
  const input = useSession(state => state.input)
  const canUndo = useSession(state => state.past.length > 0)
  const canRedo = useSession(state => state.future.length > 0)
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b border-line bg-surface px-4">
      <Brand className="size-6 shrink-0" />
      <h1 className="text-md font-semibold max-md:sr-only">SchemaFlow</h1>
      <span aria-hidden className="text-line-strong max-md:hidden">/</span>
      <RecipeName />
      {input && (
        <p className="flex min-w-0 gap-1.5 text-xs text-faint max-md:hidden" title={input.name}>
          <span className="truncate">{input.name}</span>
          <span className="shrink-0">{formatBytes(input.size)}</span>
        </p>
      )}
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <IconButton label="Undo" shortcut="Ctrl+Z" icon={<Undo2 />} disabled={!canUndo} onClick={() => session.dispatch({ op: 'undo' })} />
        <IconButton label="Redo" shortcut="Ctrl+Shift+Z" icon={<Redo2 />} disabled={!canRedo} onClick={() => session.dispatch({ op: 'redo' })} />
        <ThemeToggle />
        <span aria-hidden className="mx-1 h-5 w-px bg-line" />
        <Button variant="ghost" onClick={onNew}><Plus aria-hidden />New</Button>
        <ExportMenu />
      </div>
    </header>
  )
}
