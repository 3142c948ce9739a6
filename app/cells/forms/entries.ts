import type { Scalar } from './controls.ts'

export type Entries = readonly (readonly [key: string, value: Scalar])[]

/** The entry changed in its place. An empty key takes it away; a key that is there already takes the place of the other. */
export function changeEntry(entries: Entries, index: number, key: string, value: Scalar): Entries {
  if (key === '') return entries.filter((_, at) => at !== index)
  return entries.flatMap((entry, at): Entries => at === index ? [[key, value]] : entry[0] === key ? [] : [entry])
}

/** The entry at the end, or in the place of the one with its key. */
export function addEntry(entries: Entries, key: string, value: Scalar): Entries {
  const index = entries.findIndex(([other]) => other === key)
  return index < 0 ? [...entries, [key, value]] : changeEntry(entries, index, key, value)
}
