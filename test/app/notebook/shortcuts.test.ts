import { expect, test } from 'vitest'
import { historyMeaning } from '../../../app/notebook/shortcuts.ts'

const press = (keys: string) => {
  const parts = keys.split('+')
  return historyMeaning({
    key: parts.at(-1)!, ctrlKey: parts.includes('Ctrl'), metaKey: parts.includes('Meta'), shiftKey: parts.includes('Shift'), altKey: parts.includes('Alt'),
  })
}

test.each([
  ['Ctrl+z', 'undo'], ['Meta+z', 'undo'], ['Ctrl+Shift+Z', 'redo'], ['Meta+Shift+z', 'redo'], ['Ctrl+y', 'redo'],
  ['z', undefined], ['Ctrl+Meta+z', undefined], ['Ctrl+Alt+z', undefined], ['Meta+y', undefined], ['Ctrl+a', undefined],
])('%s means %s', (keys, meaning) => expect(press(keys)).toBe(meaning))
