'use client'

import { useCallback, useDeferredValue, useState } from 'react'
import { describeCause } from '../../engine/base/errors.ts'
import { ErrorNotice, ProfileCell, RecipeCell, RulesCell, SchemaCell, SourceCell, StepsCell } from '../cells/index.ts'
import { ReviewCell } from '../review/ReviewCell.tsx'
import { useSession, useSessionHandle } from '../session/session.ts'
import { hasWrittenRecipe } from '../session/written.ts'
import { Button, Dialog, DialogClose, useToast } from '../ui/index.ts'
import { DropTarget } from './DropTarget.tsx'
import { isRecipeFile } from './file-kind.ts'
import { Landing } from './Landing.tsx'
import { OfflineSupport } from './OfflineSupport.tsx'
import { Outline } from './Outline.tsx'
import { useHistoryShortcuts } from './shortcuts.ts'
import { TopBar } from './TopBar.tsx'
import { VerdictBar } from './VerdictBar.tsx'

/** The page: a landing while there is no file, then the notebook. Files can be dropped on either. */
export function Workbench() {
  const session = useSessionHandle()
  const showToast = useToast()
  // Deferred: the notebook's many parts are then drawn in slices between which the page answers.
  const isEmpty = useDeferredValue(useSession(state => state.phase === 'empty'))
  const [leaving, setLeaving] = useState<Leaving | null>(null)

  const guarded = useCallback((leaving: Leaving) => {
    if (hasWrittenRecipe(session.getState())) setLeaving(leaving)
    else leaving.startAnew()
  }, [session])
  const tell = useCallback((title: string) => (error: unknown) =>
    showToast({ tone: 'mismatched', title, description: describeCause(error) }), [showToast])
  const takeFile = useCallback(async (file: File) => {
    const open = (keepsRecipe: boolean) => {
      void session.openFile(file, { keepsRecipe }).catch(tell(`${file.name} could not be opened`))
      window.scrollTo({ top: 0 })
    }
    if (!await isRecipeFile(file)) guarded({ startAnew: () => open(false), next: { name: file.name, open: () => open(true) } })
    else if (session.getState().phase === 'empty') showToast({ tone: 'warning', title: 'A recipe needs data', description: 'Open a file first, then drop the recipe on it.' })
    else session.importRecipe(file).catch(tell(`${file.name} could not be read`))
  }, [guarded, session, showToast, tell])
  const takeFiles = useCallback((files: readonly File[]) => {
    const [first, ...others] = files
    if (!first) return
    void takeFile(first)
    if (others.length > 0) showToast({ tone: 'warning', title: `Only ${first.name} was opened`, description: `The workbench holds one file at a time; ${others.length === 1 ? `${others[0]?.name ?? 'the other'} was` : `${others.length} others were`} left alone.` })
  }, [takeFile, showToast])
  const openSample = useCallback(() => session.openSample().catch(tell('The sample could not be opened')), [session, tell])
  useHistoryShortcuts(useCallback(meaning => session.dispatch({ op: meaning }), [session]))

  return (
    <>
      {isEmpty ? <Landing onFile={file => void takeFile(file)} onSample={openSample} /> : <Notebook onNew={() => guarded({ startAnew: () => session.dispatch({ op: 'close' }) })} />}
      <DropTarget onFiles={takeFiles} />
      <OfflineSupport />
      <LeaveDialog leaving={leaving} onClose={() => setLeaving(null)} />
    </>
  )
}

function Notebook({ onNew }: { onNew: () => void }) {
  return (
    <>
      <TopBar onNew={onNew} />
      <div className="flex">
        <Outline />
        <main className="min-w-0 flex-1">
          <VerdictBar />
          <div className="mx-auto flex max-w-[100rem] flex-col gap-4 py-4 pr-4 pl-2 max-sm:px-3">
            <Trouble />
            <SourceCell />
            <ProfileCell />
            <StepsCell />
            <SchemaCell />
            <RulesCell />
            <ReviewCell />
            <RecipeCell />
          </div>
        </main>
      </div>
    </>
  )
}

/** An error that did not keep the file from being read; one that did stands in the source cell. */
function Trouble() {
  const error = useSession(state => state.phase === 'failed' ? null : state.error)
  return error && <div className="pl-9 max-sm:pl-0"><ErrorNotice error={error} /></div>
}

/** What would end the present session, waiting for a yes. */
interface Leaving {
  readonly startAnew: () => void
  /** Another file that could be judged by the recipe there is. */
  readonly next?: { readonly name: string, readonly open: () => void }
}

function LeaveDialog({ leaving, onClose }: { leaving: Leaving | null, onClose: () => void }) {
  const session = useSessionHandle()
  const next = leaving?.next
  const then = (act: (() => void) | undefined) => () => {
    onClose()
    act?.()
  }
  return (
    <Dialog
      isOpen={leaving !== null}
      onOpenChange={isOpen => {
        if (!isOpen) onClose()
      }}
      title={next ? `Open ${next.name}` : 'Start anew?'}
      description={next
        ? 'Judge it by the recipe you have, or start anew with a schema found in the file. The recipe you edited would go then: export it first to use it again.'
        : 'The recipe you edited goes with this session. Export it first to use it again.'}
      footer={(
        <>
          <Button variant="ghost" onClick={() => session.exportRecipe('yaml')}>Export recipe</Button>
          <DialogClose asChild><Button>Cancel</Button></DialogClose>
          <Button variant={next ? 'secondary' : 'primary'} onClick={then(leaving?.startAnew)}>Start anew</Button>
          {next && <Button variant="primary" onClick={then(next.open)}>Use this recipe</Button>}
        </>
      )}
    />
  )
}
