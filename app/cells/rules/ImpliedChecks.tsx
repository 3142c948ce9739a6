import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronRight, Lock } from 'lucide-react'
import { useState } from 'react'
import { formatCounted } from '../../charts/index.ts'
import { Badge, Button, cn } from '../../ui/index.ts'
import { revealCell, type CellId } from '../cell-view.ts'
import type { ImpliedCheck } from './results.ts'
import { RuleFigures } from './RuleFigures.tsx'

const ROW_PX = 34
const places: Partial<Record<CellId, string>> = { schema: 'Schema', clean: 'Clean', source: 'Source' }

/** The checks that other cells imply, to read only: each is changed where it is declared. */
export function ImpliedChecks({ checks, isStale }: { checks: readonly ImpliedCheck[], isStale: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const numFailing = checks.filter(({ result }) => result.failed > 0).length
  return (
    <section aria-label="Field constraints" className="border-t border-line">
      <div className="flex min-h-10 items-center gap-2 px-3">
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="flex min-w-0 items-center gap-1.5 rounded-md py-1 text-left">
          <ChevronRight aria-hidden className={cn('size-4 shrink-0 text-faint transition-transform', isOpen && 'rotate-90')} />
          <Lock aria-hidden className="size-3.5 text-faint" />
          <span className="font-medium">Field constraints</span>
          <span className="truncate text-xs text-muted">{formatCounted(checks.length, 'check')} from the schema, the steps and the reader</span>
        </button>
        {numFailing > 0 && <Badge tone="mismatched">{numFailing} failing</Badge>}
        <Button size="sm" variant="ghost" className="ml-auto" onClick={() => revealCell('schema')}>Edit in Schema</Button>
      </div>
      {isOpen && <CheckList checks={checks} isStale={isStale} />}
    </section>
  )
}

function CheckList({ checks, isStale }: { checks: readonly ImpliedCheck[], isStale: boolean }) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const rows = useVirtualizer({ count: checks.length, getScrollElement: () => scroller, estimateSize: () => ROW_PX, overscan: 8 })
  return (
    <div ref={setScroller} className={cn('max-h-72 overflow-auto border-t border-line transition-opacity', isStale && 'opacity-60')}>
      <ul aria-label="Field constraints" className="relative min-w-[44rem]" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const { result, title, cell } = checks[index]!
          return (
            <li
              key={result.id}
              aria-setsize={checks.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)`, height: ROW_PX }}
              className="absolute inset-x-0 top-0 flex items-center gap-3 pr-3 pl-11"
            >
              <span className="min-w-0 flex-1 truncate">
                <span className="mr-2">{title}</span>
                <span className="font-mono text-xs text-faint">{result.id}</span>
              </span>
              {cell !== 'schema' && <Button size="sm" variant="ghost" onClick={() => revealCell(cell)}>{places[cell]}</Button>}
              <RuleFigures result={result} subject={result.id} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}
