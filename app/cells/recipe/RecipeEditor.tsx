import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion, type Completion, type CompletionSource } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language'
import { diagnosticCount, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, Prec, Transaction } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef, useState, type Ref, useImperativeHandle } from 'react'
import { recipeJsonSchema } from '../../../engine/recipe/index.ts'
import type { ColumnChoice } from '../forms/columns.ts'
import type { JsonSchema } from '../forms/controls.ts'
import { completionsAt, type CompletionScope, type RecipeOption } from './completions.ts'
import type { Diagnostic } from './diagnostics.ts'
import { editorLook } from './editor-look.ts'
import { textChange } from './text-change.ts'

export interface RecipeEditorHandle {
  /** Moves the cursor there and shows it. */
  goTo: (offset: number) => void
  /** Tells the text at once, were it still waiting. */
  flush: () => void
}

export interface RecipeEditorProps {
  ref?: Ref<RecipeEditorHandle>
  /** The text as the session has it. */
  text: string
  /** The text once typing has paused. */
  onText: (text: string) => void
  diagnostics: readonly Diagnostic[]
  stepColumns: readonly ColumnChoice[]
  ruleColumns: readonly ColumnChoice[]
}

const PAUSE_MS = 300
let schema: JsonSchema | undefined

/** The recipe's text in CodeMirror: highlighted, completed from the recipe's JSON Schema, its issues at their places. */
export function RecipeEditor({ ref, text, onText, diagnostics, stepColumns, ruleColumns }: RecipeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const [isMade, setMade] = useState(false)
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef({ text, onText, stepColumns, ruleColumns })
  useEffect(() => {
    latest.current = { text, onText, stepColumns, ruleColumns }
  })

  const flush = useRef(() => {
    clearTimeout(waiting.current)
    waiting.current = undefined
    const written = view.current?.state.doc.toString()
    if (written !== undefined && written !== latest.current.text) latest.current.onText(written)
  })

  useEffect(() => {
    if (!host.current) return
    // Made when somebody first asks for a completion: it takes longer than a frame.
    const scope = (): CompletionScope => ({ schema: schema ??= recipeJsonSchema(), stepColumns: latest.current.stepColumns, ruleColumns: latest.current.ruleColumns })
    const typed = EditorView.updateListener.of(update => {
      const isTyped = update.docChanged && update.transactions.some(transaction => transaction.annotation(Transaction.userEvent) !== undefined)
      if (!isTyped) return
      clearTimeout(waiting.current)
      waiting.current = setTimeout(() => flush.current(), PAUSE_MS)
    })
    const tell = flush.current
    const parent = host.current
    // In a turn of its own: it takes as long as drawing all that is drawn with it.
    const making = setTimeout(() => {
      const editor = new EditorView({
        parent,
        state: EditorState.create({ doc: latest.current.text, extensions: [extensionsFor(scope), typed, EditorView.domEventHandlers({ blur: () => tell() }), finishKeys(tell)] }),
      })
      view.current = editor
      setMade(true)
      // Without colours the text can be edited as well.
      readAsYaml(editor).catch(() => undefined)
    })
    return () => {
      clearTimeout(making)
      tell()
      view.current?.destroy()
      view.current = null
    }
  }, [])

  useEffect(() => {
    const editor = view.current
    // While typing goes on, the editor knows better than the session.
    const change = editor && waiting.current === undefined ? textChange(editor.state.doc.toString(), text) : undefined
    if (editor && change) editor.dispatch({ changes: change, annotations: Transaction.addToHistory.of(false) })
  }, [text])

  useEffect(() => {
    const editor = view.current
    // The first diagnostics bring the editor's means of showing any.
    if (!editor || (diagnostics.length === 0 && diagnosticCount(editor.state) === 0)) return
    const length = editor.state.doc.length
    const marks = diagnostics.map(({ from, to, severity, message, hint, code }) =>
      ({ from: Math.min(from, length), to: Math.min(to, length), severity, source: code, message: hint === undefined ? message : `${message}. ${hint}` }))
    editor.dispatch(setDiagnostics(editor.state, marks))
  }, [isMade, diagnostics])

  useImperativeHandle(ref, () => ({
    flush: () => flush.current(),
    goTo: offset => {
      const editor = view.current
      if (!editor) return
      editor.dispatch({ selection: { anchor: Math.min(offset, editor.state.doc.length) }, scrollIntoView: true })
      editor.focus()
    },
  }), [])

  return <div ref={host} className={isMade ? undefined : 'h-40'} />
}

const language = new Compartment()

/** The text gets its colours in a turn of its own: reading it takes as long as drawing the editor. */
async function readAsYaml(editor: EditorView): Promise<void> {
  const { yaml } = await import('@codemirror/lang-yaml')
  await nextTurn()
  editor.dispatch({ effects: language.reconfigure(yaml()) })
}

const nextTurn = () => new Promise<void>(resolve => setTimeout(resolve))
const nextFrame = () => new Promise<unknown>(resolve => requestAnimationFrame(resolve))

const REHEARSED = 'rules:\n  # Any recipe has some of these.\n  - { id: a, type: "between", min: 1.5 }\n  - type: matches\n    pattern: \'a+\'\n'

/**
 * Makes an editor that nobody sees, and takes it away again. The browser has compiled it then, and the one somebody waits for is there in
 * half the time: that counts where an engine is at work beside it.
 */
export async function rehearse(): Promise<void> {
  const place = document.createElement('div')
  place.inert = true
  place.className = 'invisible fixed inset-x-0 top-0 h-40 overflow-hidden'
  document.body.append(place)
  const editor = new EditorView({ parent: place, state: EditorState.create({ doc: REHEARSED, extensions: extensionsFor(() => ({ schema: {}, stepColumns: [], ruleColumns: [] })) }) })
  try {
    await readAsYaml(editor)
    await nextFrame()
    await nextFrame()
  } finally {
    editor.destroy()
    place.remove()
  }
}

/** Ctrl+Enter finishes at once. Tab leaves the editor, as everywhere on the page, unless a completion is open. */
const finishKeys = (tell: () => void) => Prec.highest(keymap.of([
  { key: 'Mod-Enter', run: () => {
    tell()
    return true
  } },
  { key: 'Tab', run: acceptCompletion },
]))

function extensionsFor(scope: () => CompletionScope) {
  return [
    lineNumbers(), foldGutter(), codeFolding(), lintGutter(), highlightActiveLine(), highlightActiveLineGutter(), drawSelection(),
    history(), indentOnInput(), indentUnit.of('  '), bracketMatching(), closeBrackets(), highlightSelectionMatches(),
    language.of([]), editorLook,
    autocompletion({ override: [sourceOf(scope)], icons: false, maxRenderedOptions: 200 }),
    EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': 'Recipe as YAML', spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }),
    EditorState.tabSize.of(2),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...defaultKeymap]),
  ]
}

const sourceOf = (scope: () => CompletionScope): CompletionSource => context => {
  const isWriting = context.matchBefore(/([\p{L}\p{N}_*"'`]|: |- |\[|\{|, )$/u) !== null
  if (!context.explicit && !isWriting) return null
  const found = completionsAt(context.state.doc.toString(), context.pos, scope())
  return found ? { from: found.from, options: found.options.map(toCompletion), validFor: /^[\p{L}\p{N}_]*$/u } : null
}

const types: Record<RecipeOption['kind'], string> = { key: 'property', kind: 'class', value: 'enum', column: 'variable', function: 'function', keyword: 'keyword' }

function toCompletion({ label, text, kind, detail, doc, boost, leadsOn }: RecipeOption): Completion {
  const apply = (editor: EditorView, _completion: Completion, from: number, to: number) => {
    editor.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: 'input.complete', scrollIntoView: true })
    if (leadsOn && /(: |- |\n *)$/.test(text)) startCompletion(editor)
  }
  return { label, apply, type: types[kind], ...(detail === undefined ? {} : { detail }), ...(doc === undefined ? {} : { info: doc }), ...(boost === undefined ? {} : { boost }) }
}
