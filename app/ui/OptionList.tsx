'use client'

import { Command, defaultFilter } from 'cmdk'
import { Check, Plus, Search } from 'lucide-react'
import { useState } from 'react'
import { cn } from './cn.ts'
import type { Option } from './option.ts'
import { overlayItem } from './styles.ts'

export interface OptionListProps {
  /** What is being chosen, for screen readers. */
  label: string
  options: readonly Option[]
  isChosen: (value: string) => boolean
  onPick: (value: string) => void
  isMultiple?: boolean
  searchPlaceholder?: string
  emptyText?: string
  /** Offers what was typed as a new choice when no option has that name. */
  onCreate?: (text: string) => void
}

const createValue = 'create:'

/** Offering to create comes last, so that Enter takes the best match while there is one. */
const rank: typeof defaultFilter = (value, search, keywords) => value === createValue ? Number.MIN_VALUE : defaultFilter(value, search, keywords)

/** A search box over a list of options; the inside of Combobox and MultiSelect. */
export function OptionList({ label, options, isChosen, onPick, isMultiple = false, searchPlaceholder = 'Search…', emptyText = 'Nothing found', onCreate }: OptionListProps) {
  const [query, setQuery] = useState('')
  const text = query.trim()
  const canCreate = onCreate !== undefined && text !== '' && !options.some(option => option.label === text || option.value === text)
  return (
    <Command label={label} filter={rank} loop>
      <div className="flex items-center gap-2 border-b border-line px-2.5">
        <Search aria-hidden className="size-3.5 shrink-0 text-faint" />
        <Command.Input value={query} onValueChange={setQuery} placeholder={searchPlaceholder} className="h-8 w-full bg-transparent text-sm outline-none" />
      </div>
      <Command.List label={label} {...(isMultiple ? { 'aria-multiselectable': true } : {})} className="max-h-64 scroll-py-1 overflow-y-auto p-1">
        {!canCreate && <Command.Empty className="px-2 py-3 text-center text-xs text-faint">{emptyText}</Command.Empty>}
        {options.map(option => (
          <Command.Item
            key={option.value}
            value={option.value}
            keywords={[option.label, ...(option.hint === undefined ? [] : [option.hint])]}
            disabled={option.isDisabled ?? false}
            aria-checked={isChosen(option.value)}
            onSelect={() => onPick(option.value)}
            className={overlayItem}
          >
            {isMultiple && (
              <span
                aria-hidden
                className={cn(
                  'flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-control bg-surface text-on-accent',
                  isChosen(option.value) && 'border-accent bg-accent',
                )}
              >
                {isChosen(option.value) && <Check className="size-3" strokeWidth={3} />}
              </span>
            )}
            {option.icon}
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.hint !== undefined && <span className="shrink-0 text-xs text-faint">{option.hint}</span>}
            {!isMultiple && <Check aria-hidden className={cn('size-3.5 shrink-0 text-accent-ink', !isChosen(option.value) && 'invisible')} />}
          </Command.Item>
        ))}
        {canCreate && (
          <Command.Item value={createValue} onSelect={() => onCreate(text)} className={overlayItem}>
            <Plus aria-hidden className="size-3.5 text-faint" />
            <span className="truncate">Use “{text}”</span>
          </Command.Item>
        )}
      </Command.List>
    </Command>
  )
}
