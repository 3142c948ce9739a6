import type { ReactNode } from 'react'

/** One choice of a Select, Combobox, MultiSelect or SegmentedControl. `value` is never empty and unique in its list. */
export interface Option<T extends string = string> {
  readonly value: T
  readonly label: string
  /** A few words beside the label: a type, a count, what it does. */
  readonly hint?: string
  readonly icon?: ReactNode
  readonly isDisabled?: boolean
}

/** The label of the option with this value; the value itself when the list does not hold it. */
export function labelOf(options: readonly Option[], value: string): string {
  return options.find(option => option.value === value)?.label ?? value
}
