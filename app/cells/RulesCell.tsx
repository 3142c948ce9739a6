import { ChevronRight, Copy, ListChecks, Plus, Trash2 } from 'lucide-react'
import { memo, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'
import { hasErrors, type Issue } from '../../engine/base/issue.ts'
import { ruleId, type RuleSpec, type StepSpec } from '../../engine/recipe/index.ts'
import { ruleNamed, type RuleResult, rules as ruleKinds } from '../../engine/index.ts'
import { formatCounted } from '../charts/index.ts'
import { useSession, useSessionHandle, useShared } from '../session/session.ts'
import type { SessionState } from '../session/state.ts'
import { Badge, Button, cn, EmptyState, IconButton, Select, Switch } from '../ui/index.ts'
import { Cell, type CellStatus } from './Cell.tsx'
import { useColumns } from './columns-in-sight.ts'
import type { ColumnChoice } from './forms/columns.ts'
import { duplicateRule, formToRule, ruleForm, ruleToForm } from './forms/spec.ts'
import { SpecEditor } from './forms/SpecEditor.tsx'
import { summarize } from './forms/summary.ts'
import { currentIssues, issuesUnder, toTroubles } from './issues.ts'
import { ImpliedChecks } from './rules/ImpliedChecks.tsx'
import { impliedChecks, listRules, type ListedRule } from './rules/results.ts'
import { RuleFigures } from './rules/RuleFigures.tsx'
import { AddDialog } from './specs/AddDialog.tsx'
import { Remarks } from './specs/Remarks.tsx'
import { Summary } from './specs/Summary.tsx'

const noRules: readonly RuleSpec[] = []
const noSteps: readonly StepSpec[] = []
const noResults: readonly RuleResult[] = []
const kinds = ruleKinds.map(({ kind, title, doc, dimension }) => ({ kind, title, doc, group: dimension }))
const severities = [{ value: 'error', label: 'error', hint: 'rejects the row' }, { value: 'warn', label: 'warn', hint: 'flags the row' }] as const
const COMMON = 'Condition, tolerance, message and notes'

/** What every row has to be: the recipe's rules with what each finds. */
export function RulesCell() {
  const session = useSessionHandle()
  const rules = useSession(state => state.recipe.rules ?? noRules)
  const steps = useSession(state => state.recipe.transform?.steps ?? noSteps)
  const results = useSession(state => state.verdict?.rules ?? noResults)
  const isStale = useSession(state => state.verdict !== null && (state.isJudging || state.verdict.revision !== state.revision))
  const issues = useSession(currentIssues)
  const columns = useColumns('rules')
  const [open, setOpen] = useState<number>()
  const [isAdding, setAdding] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  const listed = useShared(useMemo(() => listRules(rules, results), [rules, results]))
  // Deferred when there first are any, as the schema's.
  const hasRows = useDeferredValue(listed.length > 0) && listed.length > 0
  const implied = useShared(useMemo(() => impliedChecks(results, listed.map(({ id }) => id), steps.map(({ type }, index) => `${type}_${index + 1}`)), [results, listed, steps]))

  const toggle = useCallback((index: number) => setOpen(now => now === index ? undefined : index), [])
  const remove = useCallback((index: number) => {
    session.dispatch({ op: 'removeRule', index })
    setOpen(undefined)
    requestAnimationFrame(() => {
      const rows = list.current?.children
      rows?.[Math.min(index, rows.length - 1)]?.querySelector<HTMLElement>('[data-action=edit]')?.focus()
    })
  }, [session])
  return (
    <Cell id="rules" number={5} title="Rules" isFlush status={statusOf(listed, issues)} summary={summaryOf(listed, implied.length)} actions={<Button size="sm" onClick={() => setAdding(true)}><Plus /> Add rule</Button>}>
      {!hasRows
        ? <EmptyState icon={<ListChecks />} title="No rules yet" className="py-6">The fields' own constraints are in the schema. Rules say the rest: how columns agree, what a row must not be.</EmptyState>
        : (
            <div className="overflow-x-auto">
              <ul ref={list} aria-label="Rules" data-stale={isStale || undefined} className="group/rules min-w-[56rem] divide-y divide-line">
                {listed.map(rule => (
                  <RuleRow
                    key={rule.index}
                    listed={rule}
                    isOpen={open === rule.index}
                    columns={columns}
                    onToggle={toggle}
                    onRemove={remove}
                  />
                ))}
              </ul>
            </div>
          )}
      {implied.length > 0 && <ImpliedChecks checks={implied} isStale={isStale} />}
      <AddDialog
        noun="rule"
        isOpen={isAdding}
        onOpenChange={setAdding}
        kinds={kinds}
        formOf={kind => {
          const definition = ruleNamed(kind)
          return definition && ruleForm(definition)
        }}
        columns={columns}
        commonName={COMMON}
        onAdd={(kind, value) => {
          const definition = ruleNamed(kind)
          if (definition) session.dispatch({ op: 'addRule', rule: formToRule(value, definition) })
        }}
      />
    </Cell>
  )
}

interface RuleRowProps {
  listed: ListedRule
  isOpen: boolean
  columns: readonly ColumnChoice[]
  onToggle: (index: number) => void
  onRemove: (index: number) => void
}

/** One rule: what it says and finds in a line, its form below when opened. */
const RuleRow = memo(function RuleRow({ listed, isOpen, columns, onToggle, onRemove }: RuleRowProps) {
  const { rule, index, id, result } = listed
  const session = useSessionHandle()
  const all = useSession(currentIssues)
  const issues = useMemo(() => issuesUnder(all, ['rules', index]), [all, index])
  const remarks = useMemo(() => toTroubles(issues), [issues])
  const definition = ruleNamed(rule.type)
  const form = definition && ruleForm(definition)
  const value = useMemo(() => definition ? ruleToForm(rule, definition) : rule, [rule, definition])
  const title = definition?.title ?? `Unknown rule “${rule.type}”`
  const isActive = rule.active !== false
  const formId = `rule-${index}-form`
  const change = (changed: RuleSpec) => session.dispatch({ op: 'changeRule', index, rule: changed })
  const duplicate = () => session.dispatch({ op: 'addRule', rule: duplicateRule(rule, idsOf(session.getState())) })
  const without = (key: 'active' | 'severity') => Object.fromEntries(Object.entries(rule).filter(([other]) => other !== key)) as RuleSpec
  return (
    <li className={cn(isOpen && 'bg-canvas')}>
      <div className="flex min-h-11 items-center gap-3 px-3 py-1.5">
        <Switch aria-label={`Rule ${id} is on`} checked={isActive} onCheckedChange={isOn => change(isOn ? without('active') : { ...rule, active: false })} />
        <button
          type="button"
          data-action="edit"
          aria-expanded={isOpen}
          aria-controls={formId}
          title={definition?.doc}
          onClick={() => onToggle(index)}
          className="group flex min-w-0 flex-1 items-center gap-1.5 rounded-md py-1 text-left"
        >
          <ChevronRight aria-hidden className={cn('size-4 shrink-0 text-faint transition-transform group-hover:text-ink', isOpen && 'rotate-90')} />
          <span className={cn('min-w-0', !isActive && 'text-faint')}>
            <span className="block truncate">
              <span className="mr-2 font-medium">{title}</span>
              {form && <Summary parts={summarize(form, value)} />}
            </span>
            <span className="block truncate text-xs text-faint"><span className="font-mono">{id}</span>{rule.description !== undefined && ` · ${rule.description}`}</span>
          </span>
        </button>
        {rule.where !== undefined && <Badge title={`Only where ${rule.where}`} className="max-w-40"><span className="truncate">where {rule.where}</span></Badge>}
        {rule.mostly !== undefined && <Badge title="The share of rows that has to pass">mostly {rule.mostly}</Badge>}
        <span className="transition-opacity group-data-stale/rules:opacity-60"><Result result={result} isActive={isActive} isBroken={!definition || hasErrors(issues)} subject={`${title}: ${id}`} /></span>
        <Select
          aria-label={`Severity of ${id}`}
          value={rule.severity ?? 'error'}
          onValueChange={severity => change(severity === 'error' ? without('severity') : { ...rule, severity })}
          options={severities}
          className="h-6 w-20 shrink-0"
        />
        <span className="flex shrink-0 items-center">
          <IconButton size="sm" label={`Duplicate ${id}`} icon={<Copy />} onClick={duplicate} />
          <IconButton size="sm" label={`Delete ${id}`} icon={<Trash2 />} onClick={() => onRemove(index)} />
        </span>
      </div>
      {issues.length > 0 && !isOpen && <div className="-mt-1 pr-3 pb-2 pl-18"><Remarks issues={issues} /></div>}
      <div id={formId} hidden={!isOpen} className="px-4 pb-4 sm:pl-18">
        {isOpen && form && definition && (
          <>
            <p className="mb-3 max-w-[80ch] text-xs text-muted">{definition.doc}</p>
            <SpecEditor form={form} value={value} remarks={remarks} columns={columns} commonName={COMMON} onCommit={changed => change(formToRule(changed, definition))} />
          </>
        )}
        {isOpen && <Remarks issues={issues.filter(({ path }) => path.length === 0 || !form)} />}
      </div>
    </li>
  )
})

const idsOf = ({ recipe }: SessionState): readonly string[] => (recipe.rules ?? noRules).map(ruleId)

function Result({ result, isActive, isBroken, subject }: { result: RuleResult | undefined, isActive: boolean, isBroken: boolean, subject: string }) {
  if (result) return <RuleFigures result={result} subject={subject} />
  return <span className="text-xs text-faint">{!isActive ? <Badge>off</Badge> : isBroken ? <Badge tone="mismatched">cannot run</Badge> : 'not judged'}</span>
}

function statusOf(rules: readonly ListedRule[], issues: readonly Issue[]): CellStatus {
  if (hasErrors(issuesUnder(issues, ['rules']))) return 'failed'
  if (rules.some(({ result }) => result && result.failed > 0)) return 'attention'
  return rules.length === 0 ? 'idle' : 'done'
}

function summaryOf(rules: readonly ListedRule[], numImplied: number): string {
  const numFailing = rules.filter(({ result }) => result && result.failed > 0).length
  const implied = numImplied > 0 ? ` · ${numImplied} more from the schema` : ''
  if (rules.length === 0) return `No rules${implied}`
  return `${formatCounted(rules.length, 'rule')}${numFailing > 0 ? `, ${numFailing} with failing rows` : ''}${implied}`
}
