import { callback, connect } from '../../workers/rpc.ts'
import type { EngineApi, InputBytes } from '../../workers/engine-api.ts'
import { EngineError, toPlainError } from '../../engine/base/errors.ts'
import { checkRecipe, readRecipe } from '../../engine/recipe/index.ts'
import type { WorkspaceEvent } from '../../engine/index.ts'
import { sampleCsv } from '../sample/sample-data.ts'
import { sampleRecipe } from '../sample/sample-recipe.ts'
import { apply } from './apply.ts'
import { download, downloadText } from './download.ts'
import { whenIdle } from './idle.ts'
import type { Session } from './session.ts'
import { emptyState, type Effect, type Operation, type SessionState, type WrittenRecipe } from './state.ts'
import { forgetOthers, lastSession, saveSession } from './store.ts'
import { recipeText } from './written.ts'

const SAVE_DELAY_MS = 400
/** Edits come one after the other: what is known after the last of them counts. */
const REMEMBER_DELAY_MS = 1500

/** A session and its life in the page. */
export interface LiveSession extends Session {
  /** Opens what was open before a reload; where that is nothing, the engine starts while nobody waits for it. */
  readonly restore: () => Promise<void>
  readonly close: () => void
}

/** The live session: holds the state, carries out the effects of operations, and owns the engine's worker. */
export function createSession(): LiveSession {
  let state: SessionState = emptyState
  let input: InputBytes | undefined
  let engine: ReturnType<typeof startEngine> | undefined
  let loads = 0
  let saving: ReturnType<typeof setTimeout> | undefined
  let remembering: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<() => void>()

  const dispatch = (operation: Operation): void => {
    const [next, effects] = apply(state, operation)
    if (next !== state) {
      state = next
      for (const listener of listeners) listener()
    }
    for (const effect of effects) carryOut(effect)
  }
  const fail = (error: unknown): void => {
    if (error instanceof EngineError && error.code === 'superseded') return
    dispatch({ op: 'failed', error: toPlainError(error) })
  }
  const running = (): ReturnType<typeof startEngine> => {
    if (engine) return engine
    const started = startEngine()
    engine = started
    void started.lost.then(error => {
      if (engine !== started) return
      engine = undefined
      fail(error)
    })
    return started
  }

  const carryOut = (effect: Effect): void => {
    switch (effect.effect) {
      case 'load': void load().catch(fail); return
      case 'judge': void running().remote.judge(state.recipe, effect.revision).then(verdict => { dispatch({ op: 'judged', verdict }) }).catch(fail); return
      case 'save': saveSoon(); return
      case 'remember': rememberSoon(); return
      case 'closeEngine':
        engine?.terminate()
        engine = undefined
        input = undefined
    }
  }

  const load = async (): Promise<void> => {
    const { id } = state
    const bytes = input
    if (!bytes) return
    const load = ++loads
    // The same file may be read anew, another sheet of it for one: what an earlier reading still tells is of no use.
    const isCurrent = (): boolean => state.id === id && load === loads
    const { remote } = running()
    const onEvent = (event: WorkspaceEvent): void => {
      if (!isCurrent()) return
      dispatchEvent(event, dispatch)
    }
    await remote.load(bytes, state.recipe, callback(onEvent)).catch((error: unknown) => {
      // The event "failed" has told already.
      if (isCurrent() && state.phase !== 'failed') throw error
    })
    // Copying takes the disk and a processor: what a person waits for goes first.
    if (bytes.kind === 'file' && isCurrent() && state.phase === 'ready') await judgedOnce().then(() => keepCopy(id))
  }

  /** Resolves when no verdict is being worked out. */
  const judgedOnce = (): Promise<void> => new Promise(resolve => {
    const look = (): void => {
      if (state.isJudging) return
      listeners.delete(look)
      resolve()
    }
    listeners.add(look)
    look()
  })

  /** Keeps the input in the browser's own file system, so that the session survives a reload. */
  const keepCopy = async (id: string): Promise<void> => {
    if (state.id !== id) return
    const { remote } = running()
    await remote.store(id)
    if (state.id !== id) return
    dispatch({ op: 'stored', key: id })
    await remote.prune([id])
  }

  const saveSoon = (): void => {
    clearTimeout(saving)
    saving = setTimeout(() => void save().catch(() => undefined), SAVE_DELAY_MS)
  }
  const rememberSoon = (): void => {
    clearTimeout(remembering)
    // Without room for it the next reload takes longer, and that is all.
    remembering = setTimeout(() => { if (state.input?.stored && state.phase === 'ready') void engine?.remote.remember(state.input.stored).catch(() => undefined) }, REMEMBER_DELAY_MS)
  }
  const save = async (): Promise<void> => {
    if (state.input) await saveSession({ id: state.id, input: state.input, recipe: state.recipe, written: state.written, savedAt: Date.now() })
    await forgetOthers(state.input ? state.id : null)
  }

  const open = (bytes: InputBytes, size: number, kept?: WrittenRecipe): void => {
    input = bytes
    dispatch({ op: 'open', id: crypto.randomUUID(), input: { name: bytes.name, size, stored: null }, kept })
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dispatch,
    openFile(file, { keepsRecipe = false } = {}) {
      // The file a failed session was about: its recipe goes on.
      const isSame = state.phase === 'failed' && state.input?.name === file.name
      open({ kind: 'file', file, name: file.name }, file.size, keepsRecipe || isSame ? state : undefined)
      return Promise.resolve()
    },
    openSample() {
      const file = new Blob([sampleCsv({ seed: 1, rows: 2000 })], { type: 'text/csv' })
      open({ kind: 'file', file, name: 'orders.csv' }, file.size, { recipe: sampleRecipe, written: null })
      return Promise.resolve()
    },
    async importRecipe(file) {
      const text = await file.text()
      const document = readRecipe(text)
      const recipe = document.issues.length === 0 ? checkRecipe(document.value).recipe : undefined
      // Drawing it is a turn of its own.
      await new Promise(resolve => setTimeout(resolve))
      // JSON has no comments to keep, and is shown as YAML.
      const isJson = text.trimStart().startsWith('{')
      dispatch(recipe ? { op: 'setRecipe', recipe, written: isJson ? null : text } : { op: 'editText', text })
    },
    page: (filter, start, end) => running().remote.page(filter, start, end),
    positionOf: (filter, ordinal) => running().remote.positionOf(filter, ordinal),
    previewSheet: async sheet => await running().remote.previewSheet(sheet) ?? [],
    async exportRows(kind, watch) {
      const { remote } = running()
      const id = await remote.beginExport(kind)
      await download(`${state.recipe.name ?? 'export'}.${kind}`, () => remote.nextPiece(id), watch).catch(async (error: unknown) => {
        if (!watch?.signal?.aborted) throw error
        await remote.endExport(id)
      })
    },
    exportRecipe(format) {
      const text = format === 'json' ? `${JSON.stringify(state.recipe, null, 2)}\n` : recipeText(state)
      downloadText(`${state.recipe.name ?? 'recipe'}.${format}`, text)
    },
    async restore() {
      const saved = await lastSession()
      if (state.phase !== 'empty') return
      if (!saved) {
        // A failure is told when a file is opened.
        whenIdle(() => { if (state.phase === 'empty') void running().remote.warmUp().catch(() => undefined) })
        return
      }
      // Where the copy was not finished in time the recipe at least is back, and the message says to open the file again.
      input = { kind: 'stored', key: saved.input.stored ?? saved.id, name: saved.input.name, size: saved.input.size }
      dispatch({ op: 'open', id: saved.id, input: saved.input, kept: { recipe: saved.recipe, written: saved.written ?? null } })
    },
    close() {
      clearTimeout(saving)
      clearTimeout(remembering)
      engine?.terminate()
      engine = undefined
    },
  }
}

function startEngine() {
  const worker = new Worker(new URL('../../workers/engine.web.ts', import.meta.url), { type: 'module' })
  return connect<EngineApi>(worker)
}

function dispatchEvent(event: WorkspaceEvent, dispatch: (operation: Operation) => void): void {
  switch (event.type) {
    case 'head': dispatch({ op: 'headRead', detected: event.detected, rows: event.rows }); return
    case 'progress': { const { type: _, ...progress } = event; dispatch({ op: 'progressed', progress }); return }
    case 'importing': dispatch({ op: 'importing', progress: { bytesRead: event.bytesRead, totalBytes: event.totalBytes } }); return
    case 'imported': dispatch({ op: 'importing', progress: null }); return
    case 'loaded': dispatch({ op: 'loaded' }); return
    case 'profiled': dispatch({ op: 'profiled', profiles: event.profiles }); return
    case 'failed': dispatch({ op: 'failed', error: event.error })
  }
}
