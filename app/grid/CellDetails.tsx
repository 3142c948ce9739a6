import { useState, type RefObject } from 'react'
import { Popover } from 'radix-ui'
import { Button } from '../ui/index.ts'
import { CellText } from './CellText.tsx'
import { MarkReasons } from './CellMark.tsx'
import type { CellMark } from './data-frame.ts'

export interface CellDetailsProps {
  /** The cell it belongs to. */
  readonly anchor: RefObject<HTMLElement | null>
  readonly title: string
  readonly typeLabel: string | undefined
  readonly text: string | null
  readonly mark: CellMark | undefined
  /** Absent if the cell cannot be edited. */
  readonly onEdit?: (() => void) | undefined
  readonly onClose: () => void
}

const drawnUnits = 10_000

/** A cell's full value, everything that is wrong with it, and what can be done. */
export function CellDetails({ anchor, title, typeLabel, text, mark, onEdit, onClose }: CellDetailsProps) {
  return (
    <Popover.Root open onOpenChange={isOpen => { if (!isOpen) onClose() }}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          aria-label={`Details of ${title}`}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={event => event.preventDefault()}
          className="z-50 flex max-h-(--radix-popover-content-available-height) w-[26rem] max-w-[calc(100vw-1rem)] flex-col gap-2 rounded-lg border border-line-strong bg-raised p-3 text-sm text-ink shadow-overlay outline-none animate-arrive"
        >
          <header className="flex items-baseline justify-between gap-3">
            <h3 className="min-w-0 truncate font-medium">{title}</h3>
            <span className="shrink-0 text-xs text-faint">{[typeLabel, sizeOf(text)].filter(Boolean).join(' · ')}</span>
          </header>
          <div
            role="region"
            aria-label="Full value"
            tabIndex={0}
            dir="auto"
            className="max-h-72 min-h-8 overflow-auto rounded border border-line bg-surface px-2 py-1.5 font-mono text-xs/5 wrap-anywhere whitespace-pre-wrap focus-visible:outline-2 focus-visible:outline-focus"
          >
            <CellText text={text} limit={drawnUnits} breaksLines />
          </div>
          {text !== null && text.length > drawnUnits && (
            <p className="text-xs text-faint">The first {drawnUnits.toLocaleString('en')} characters are shown. Copy takes the whole value.</p>
          )}
          {mark && <MarkReasons mark={mark} />}
          <footer className="flex gap-2 text-xs">
            <CopyButton text={text ?? ''} />
            {onEdit && <Button size="sm" onClick={onEdit}>Edit</Button>}
            <span className="grow" />
            <Popover.Close asChild><Button size="sm">Close</Button></Popover.Close>
          </footer>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function sizeOf(text: string | null): string {
  if (text === null) return ''
  const characters = text.replace(/[\ud800-\udbff](?=[\udc00-\udfff])/g, '').length
  return characters === 1 ? '1 character' : `${characters.toLocaleString('en')} characters`
}

const copyLabels = { idle: 'Copy value', copied: 'Copied', refused: 'The browser refused: select and copy' } as const

function CopyButton({ text }: { text: string }) {
  const [state, setState] = useState<keyof typeof copyLabels>('idle')
  const copy = () => {
    navigator.clipboard.writeText(text).then(() => setState('copied'), () => setState('refused'))
  }
  return <Button size="sm" onClick={copy} aria-live="polite">{copyLabels[state]}</Button>
}
