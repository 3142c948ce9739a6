import { createContext, use, useState, useSyncExternalStore } from 'react'
import type { ExportKind, Page, RowFilter } from '../../engine/index.ts'
import type { DownloadWatch } from './download.ts'
import { shared } from './shared.ts'
import type { Operation, SessionState } from './state.ts'

/** The workbench's one live session: its state, the operations that change it, and questions to the engine about its rows. */
export interface Session {
  readonly getState: () => SessionState
  readonly subscribe: (listener: () => void) => () => void
  readonly dispatch: (operation: Operation) => void
  /** Opens a file that the user picked or dropped: a new session, which may go on with the recipe of this one. */
  readonly openFile: (file: File, options?: { readonly keepsRecipe?: boolean }) => Promise<void>
  /** Opens the built-in sample with a recipe that finds its faults. */
  readonly openSample: () => Promise<void>
  /** Replaces the recipe by one from a file; issues are shown in the editor. */
  readonly importRecipe: (file: File) => Promise<void>
  readonly page: (filter: RowFilter, start: number, end: number, signal?: AbortSignal) => Promise<Page>
  readonly positionOf: (filter: RowFilter, ordinal: number) => Promise<number>
  /** The first rows of a sheet of the workbook that is open. */
  readonly previewSheet: (sheet: string) => Promise<readonly (readonly string[])[]>
  /** Saves rows as a file; ends quietly when the watch's signal aborts. */
  readonly exportRows: (kind: ExportKind, watch?: DownloadWatch) => Promise<void>
  readonly exportRecipe: (format: 'yaml' | 'json') => void
}

export const SessionContext = createContext<Session | null>(null)

export function useSessionHandle(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('no session above this component')
  return session
}

/** A part of the state; the component is drawn again when it changes (by identity). */
export function useSession<T>(select: (state: SessionState) => T): T {
  const session = useSessionHandle()
  return useSyncExternalStore(session.subscribe, () => select(session.getState()), () => select(session.getState()))
}

/** A value derived from the state, in which what equals its last one's is the same: see `shared`. */
export function useShared<T>(value: T): T {
  const [last, setLast] = useState(value)
  const next = shared(last, value)
  if (next !== last) setLast(next)
  return next
}
