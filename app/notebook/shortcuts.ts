import { useEffect } from 'react'

/** The part of a key event that matters here. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** Undo is Ctrl+Z (⌘Z), redo Ctrl+Shift+Z (⇧⌘Z) or Ctrl+Y; anything else means nothing. */
export function historyMeaning({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): 'undo' | 'redo' | undefined {
  if (altKey || ctrlKey === metaKey) return undefined
  switch (key.toLowerCase()) {
    case 'z': return shiftKey ? 'redo' : 'undo'
    case 'y': return ctrlKey && !shiftKey ? 'redo' : undefined
    default: return undefined
  }
}

const textFields = 'textarea, select, [contenteditable]:not([contenteditable="false"]), input:not([type="checkbox"], [type="radio"], [type="button"], [type="file"], [type="range"], [type="color"])'

/** Whether keys typed here belong to a text that has an undo of its own. */
export function isInTextField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(textFields) !== null
}

/** Undo and redo from anywhere on the page but text fields and editors. */
export function useHistoryShortcuts(onPress: (meaning: 'undo' | 'redo') => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const meaning = historyMeaning(event)
      if (!meaning || event.defaultPrevented || isInTextField(event.target)) return
      event.preventDefault()
      onPress(meaning)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [onPress])
}
