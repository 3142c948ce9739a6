import { useState } from 'react'
import { useSession, useSessionHandle } from '../session/session.ts'

/** The recipe's name, changed in place: Enter or leaving keeps it, Escape does not. */
export function RecipeName() {
  const session = useSessionHandle()
  const name = useSession(state => state.recipe.name ?? '')
  const [draft, setDraft] = useState<string | null>(null)
  const keep = () => {
    const wanted = draft?.trim() ?? ''
    setDraft(null)
    if (wanted === '' || wanted === name) return
    session.dispatch({ op: 'setRecipe', recipe: { ...session.getState().recipe, name: wanted } })
  }
  const shown = draft ?? name
  return (
    <span className="inline-grid max-w-72 min-w-0 items-center">
      {/* Gives the field the width of its text. */}
      <span aria-hidden className="invisible col-start-1 row-start-1 truncate px-2 text-sm font-medium whitespace-pre">{shown || 'Untitled recipe'}</span>
      <input
        aria-label="Recipe name"
        size={1}
        autoComplete="off"
        spellCheck={false}
        value={shown}
        placeholder="Untitled recipe"
        onChange={event => setDraft(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={event => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter') event.currentTarget.blur()
          if (event.key === 'Escape') setDraft(null)
        }}
        className="col-start-1 row-start-1 h-7 w-full min-w-0 rounded-md border border-transparent bg-transparent px-[7px] text-sm font-medium transition-colors hover:border-line-strong hover:bg-surface focus:border-line-control focus:bg-surface"
      />
    </span>
  )
}
