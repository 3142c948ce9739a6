import { ArrowDown, ArrowUp, ChevronRight, Plus, Sparkles, Trash2 } from 'lucide-react'
import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { hasErrors, type Issue } from '../../engine/base/issue.ts'
import type { StepSpec } from '../../engine/recipe/index.ts'
import { stepNamed, steps as stepKinds } from '../../engine/index.ts'
import { formatCount, formatCounted } from '../charts/index.ts'
import { useSession, useSessionHandle } from '../session/session.ts'
import { Badge, Button, cn, EmptyState, IconButton, Switch } from '../ui/index.ts'
import { Cell, type CellStatus } from './Cell.tsx'
import { useColumns } from './columns-in-sight.ts'
import { FailingCount } from './FailingCount.tsx'
import type { ColumnChoice } from './forms/columns.ts'
import { formToStep, stepForm } from './forms/spec.ts'
import { SpecEditor } from './forms/SpecEditor.tsx'
import { summarize } from './forms/summary.ts'
import { currentIssues, issuesUnder, toTroubles } from './issues.ts'
import { AddDialog } from './specs/AddDialog.tsx'
import { Remarks } from './specs/Remarks.tsx'
import { Summary } from './specs/Summary.tsx'

const none: readonly StepSpec[] = []
const kinds = stepKinds.map(({ kind, title, doc }) => ({ kind, title, doc }))
const COMMON = 'Note'

/** What is done to the rows before they are judged: the recipe's steps in their order. */
export function StepsCell() {
  const session = useSessionHandle()
  const steps = useSession(state => state.recipe.transform?.steps ?? none)
  const issues = useSession(currentIssues)
  const columns = useColumns('steps')
  const [open, setOpen] = useState<number>()
  const [isAdding, setAdding] = useState(false)
  const list = useRef<HTMLOListElement>(null)

  const move = (from: number, to: number, action: string) => {
    if (to < 0 || to >= steps.length) return
    session.dispatch({ op: 'moveStep', from, to })
    setOpen(now => now === from ? to : now === to ? from : now)
    // The row keeps its place in the page while the step changes rows, so the focus has to follow it.
    requestAnimationFrame(() => {
      const row = list.current?.children[to]
      const target = row?.querySelector<HTMLElement>(`[data-action="${action}"]:not(:disabled)`) ?? row?.querySelector<HTMLElement>('[data-action=edit]')
      target?.focus()
    })
  }
  const remove = (index: number) => {
    session.dispatch({ op: 'removeStep', index })
    setOpen(undefined)
    requestAnimationFrame(() => {
      const next = list.current?.children[Math.min(index, steps.length - 2)]
      next?.querySelector<HTMLElement>('[data-action=edit]')?.focus()
    })
  }
  return (
    <Cell id="clean" number={3} title="Clean" isFlush={steps.length > 0} status={statusOf(steps, issues)} summary={summaryOf(steps)} actions={<Button size="sm" onClick={() => setAdding(true)}><Plus /> Add step</Button>}>
      {steps.length === 0
        ? <EmptyState icon={<Sparkles />} title="No steps yet" className="py-6">Steps repair what is untidy in every row, such as spaces, case and types, before the rules look at it.</EmptyState>
        : (
            <ol ref={list} aria-label="Steps" className="divide-y divide-line">
              {steps.map((step, index) => (
                <StepRow
                  key={index}
                  step={step}
                  index={index}
                  isLast={index === steps.length - 1}
                  isOpen={open === index}
                  columns={columns}
                  onToggle={() => setOpen(open === index ? undefined : index)}
                  onMove={(to, action) => move(index, to, action)}
                  onRemove={() => remove(index)}
                />
              ))}
            </ol>
          )}
      <AddDialog
        noun="step"
        isOpen={isAdding}
        onOpenChange={setAdding}
        kinds={kinds}
        formOf={kind => {
          const definition = stepNamed(kind)
          return definition && stepForm(definition)
        }}
        columns={columns}
        commonName={COMMON}
        onAdd={(kind, value) => {
          const definition = stepNamed(kind)
          if (definition) session.dispatch({ op: 'addStep', step: formToStep(value, definition) })
        }}
      />
    </Cell>
  )
}

interface StepRowProps {
  step: StepSpec
  index: number
  isLast: boolean
  isOpen: boolean
  columns: readonly ColumnChoice[]
  onToggle: () => void
  /** `action` is the control that asked, which keeps the focus. */
  onMove: (to: number, action: string) => void
  onRemove: () => void
}

function StepRow({ step, index, isLast, isOpen, columns, onToggle, onMove, onRemove }: StepRowProps) {
  const session = useSessionHandle()
  const all = useSession(currentIssues)
  const issues = useMemo(() => issuesUnder(all, ['transform', 'steps', index]), [all, index])
  const remarks = useMemo(() => toTroubles(issues), [issues])
  const definition = stepNamed(step.type)
  const form = definition && stepForm(definition)
  const title = definition?.title ?? `Unknown step “${step.type}”`
  const name = `step ${index + 1}, ${title}`
  const isActive = step.active !== false
  const formId = `step-${index}-form`
  const change = (changed: StepSpec) => session.dispatch({ op: 'changeStep', index, step: changed })
  const toggle = (isOn: boolean) => {
    const { active: _active, ...rest } = step
    change(isOn ? rest : { ...rest, active: false })
  }
  const press = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    if (event.target instanceof Element && event.target.closest(`#${formId}`)) return
    event.preventDefault()
    const action = event.target instanceof HTMLElement ? event.target.dataset.action : undefined
    onMove(event.key === 'ArrowUp' ? index - 1 : index + 1, action ?? 'edit')
  }
  return (
    <li onKeyDown={press} className={cn(isOpen && 'bg-canvas')}>
      <div className="flex min-h-11 items-center gap-3 px-3 py-1.5">
        <span aria-hidden className="w-4 shrink-0 text-right text-xs text-faint">{index + 1}</span>
        <Switch aria-label={`${name} is on`} data-action="switch" checked={isActive} onCheckedChange={toggle} />
        <button
          type="button"
          data-action="edit"
          aria-expanded={isOpen}
          aria-controls={formId}
          title={definition?.doc}
          onClick={onToggle}
          className="group flex min-w-0 flex-1 items-center gap-1.5 rounded-md py-1 text-left"
        >
          <ChevronRight aria-hidden className={cn('size-4 shrink-0 text-faint transition-transform group-hover:text-ink', isOpen && 'rotate-90')} />
          <span className={cn('min-w-0 truncate', !isActive && 'text-faint line-through decoration-line-strong')}>
            <span className="mr-2 font-medium">{title}</span>
            {form && <Summary parts={summarize(form, step)} />}
          </span>
        </button>
        {!isActive && <Badge>off</Badge>}
        {isActive && <StepCounts step={step} index={index} title={title} />}
        <span className="flex shrink-0 items-center">
          <IconButton size="sm" label={`Move ${name} up`} shortcut="Alt+↑" icon={<ArrowUp />} data-action="up" disabled={index === 0} onClick={() => onMove(index - 1, 'up')} />
          <IconButton size="sm" label={`Move ${name} down`} shortcut="Alt+↓" icon={<ArrowDown />} data-action="down" disabled={isLast} onClick={() => onMove(index + 1, 'down')} />
          <IconButton size="sm" label={`Delete ${name}`} icon={<Trash2 />} onClick={onRemove} />
        </span>
      </div>
      {step.description !== undefined && !isOpen && <p className="-mt-1.5 truncate pr-3 pb-1.5 pl-22 text-xs text-faint">{step.description}</p>}
      {issues.length > 0 && !isOpen && <div className="-mt-1 pr-3 pb-2 pl-22"><Remarks issues={issues} /></div>}
      <div id={formId} hidden={!isOpen} className="px-4 pb-4 sm:pl-22">
        {isOpen && form && definition && (
          <>
            <p className="mb-3 max-w-[80ch] text-xs text-muted">{definition.doc}</p>
            <SpecEditor form={form} value={step} remarks={remarks} columns={columns} commonName={COMMON} onCommit={value => change(formToStep(value, definition))} />
          </>
        )}
        {isOpen && <Remarks issues={issues.filter(({ path }) => path.length === 0 || !form)} />}
      </div>
    </li>
  )
}

/** Rows the step drops, and rows with a cell it cannot read. */
function StepCounts({ step, index, title }: { step: StepSpec, index: number, title: string }) {
  const id = `${step.type}_${index + 1}`
  const dropped = useSession(state => state.verdict?.counts.dropped[id] ?? 0)
  const unreadable = useSession(state => state.verdict?.rules.find(rule => rule.id === id && rule.kind === 'type'))
  return (
    <>
      {dropped > 0 && <Badge title="Rows this step takes out">{formatCount(dropped)} dropped</Badge>}
      {unreadable && unreadable.failed > 0 && <FailingCount ruleId={id} failed={unreadable.failed} severity={unreadable.severity} subject={`step ${index + 1}, ${title}`} />}
    </>
  )
}

function statusOf(steps: readonly StepSpec[], issues: readonly Issue[]): CellStatus {
  if (hasErrors(issuesUnder(issues, ['transform']))) return 'failed'
  return steps.length === 0 ? 'idle' : 'done'
}

function summaryOf(steps: readonly StepSpec[]): string {
  if (steps.length === 0) return 'The rows are judged as they are read'
  const numOff = steps.filter(({ active }) => active === false).length
  return `${formatCounted(steps.length, 'step')}${numOff > 0 ? `, ${numOff} off` : ''}`
}
