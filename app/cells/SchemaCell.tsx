import { Plus, Search } from 'lucide-react'
import { memo, useDeferredValue, useMemo, useState } from 'react'
import { hasErrors, type Issue } from '../../engine/base/issue.ts'
import type { FieldSpec, Recipe } from '../../engine/recipe/index.ts'
import type { ColumnProfile, RuleResult } from '../../engine/index.ts'
import { formatCounted } from '../charts/index.ts'
import { inferredField } from '../session/infer.ts'
import { useSession, useSessionHandle, useShared } from '../session/session.ts'
import { Button, EmptyState, Field, Input, SegmentedControl } from '../ui/index.ts'
import { Cell, type CellStatus } from './Cell.tsx'
import { useColumns } from './columns-in-sight.ts'
import { FailingCount } from './FailingCount.tsx'
import type { ColumnChoice } from './forms/columns.ts'
import { ColumnPicker } from './forms/ColumnPicker.tsx'
import { currentIssues, issuesUnder } from './issues.ts'
import { fieldsOf, findingsByField, withExtra, withPrimaryKey } from './schema/fields.ts'
import { FieldTable } from './schema/FieldTable.tsx'

const noNames: readonly string[] = []
const noResults: readonly RuleResult[] = []
const extras = [{ value: 'keep', label: 'Keep' }, { value: 'reject', label: 'Refuse' }] as const

/** What every column has to be: the recipe's fields as a table. */
export function SchemaCell() {
  const session = useSessionHandle()
  const schema = useSession(state => state.recipe.schema)
  const results = useSession(state => state.verdict?.rules ?? noResults)
  const recipeIssues = useSession(currentIssues)
  const columns = useColumns('rules')
  const fields = fieldsOf({ schema })
  // Deferred when there first are any: many rows are then drawn in slices between which the page answers. Twice: after the profile's cards.
  const hasRows = useDeferredValue(useDeferredValue(fields.length > 0)) && fields.length > 0
  const findings = useShared(useMemo(() => findingsByField(fields, results), [fields, results]))
  const issues = useMemo(() => issuesUnder(recipeIssues, ['schema']), [recipeIssues])
  const issuesOfFields = useMemo(() => issuesByField(issues), [issues])
  const undeclared = useMemo(() => undeclaredColumns(fields, columns), [fields, columns])
  const declare = (names: readonly string[]) => {
    const { recipe, profiles } = session.getState()
    const added = names.map(name => fieldFor(name, profiles))
    const [only] = added
    if (added.length === 1 && only) session.dispatch({ op: 'addField', field: only })
    else session.dispatch({ op: 'setRecipe', recipe: { ...recipe, schema: { ...recipe.schema, fields: [...fields, ...added] } } })
  }
  return (
    <Cell id="schema" number={4} title="Schema" isFlush status={statusOf(fields.length, findings.size, issues)} summary={summaryOf(fields, findings.size)} actions={fields.length > 0 && <AddField undeclared={undeclared} onAdd={declare} />}>
      {!hasRows
        ? (
            <EmptyState title="No field is declared" actions={undeclared.length > 0 && <Button onClick={() => declare(undeclared.map(({ name }) => name))}><Plus /> Declare {formatCounted(undeclared.length, 'column')}</Button>}>
              Columns pass through as they are read. Declare one to say what it has to be.
            </EmptyState>
          )
        : <Fields schema={schema} columns={columns} findings={findings} issues={issuesOfFields} schemaIssues={issues} />}
    </Cell>
  )
}

interface FieldsProps {
  schema: Recipe['schema']
  columns: readonly ColumnChoice[]
  findings: ReturnType<typeof findingsByField>
  issues: ReadonlyMap<number, readonly Issue[]>
  schemaIssues: readonly Issue[]
}

const Fields = memo(function Fields({ schema, columns, findings, issues, schemaIssues }: FieldsProps) {
  const [query, setQuery] = useState('')
  const [shown, setShown] = useState<'all' | 'failing'>('all')
  const sought = useDeferredValue(query).trim().toLowerCase()
  const fields = fieldsOf({ schema })
  const listed = useMemo(() => fields
    .map((field, index) => ({ field, index }))
    .filter(({ field, index }) => field.name.toLowerCase().includes(sought) && (shown === 'all' || findings.has(field.name) || issues.has(index))), [fields, sought, shown, findings, issues])
  const primaryKey = schema?.primary_key ?? noNames
  return (
    <>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2 border-b border-line p-3">
        <div className="relative w-56">
          <Search aria-hidden className="pointer-events-none absolute top-1.5 left-2 size-4 text-faint" />
          <Input type="search" aria-label="Search fields" placeholder={`Search ${formatCounted(fields.length, 'field')}`} value={query} onChange={event => setQuery(event.currentTarget.value)} className="pl-8" />
        </div>
        <SegmentedControl aria-label="Which fields" value={shown} onValueChange={setShown} options={[{ value: 'all', label: 'All' }, { value: 'failing', label: `Failing ${findings.size}` }]} />
        <TableSettings primaryKey={primaryKey} extra={schema?.extra ?? 'keep'} columns={columns} issues={schemaIssues} />
      </div>
      {listed.length > 0
        ? <FieldTable fields={listed} total={fields.length} findings={findings} issues={issues} primaryKey={primaryKey} />
        : <EmptyState title={sought === '' ? 'No field fails' : 'No such field'}>{sought === '' ? 'Every declared field holds in every row.' : `No field's name contains “${query}”.`}</EmptyState>}
    </>
  )
})

interface TableSettingsProps {
  primaryKey: readonly string[]
  extra: 'keep' | 'reject'
  columns: readonly ColumnChoice[]
  issues: readonly Issue[]
}

/** What the schema says of the table as a whole. */
function TableSettings({ primaryKey, extra, columns, issues }: TableSettingsProps) {
  const session = useSessionHandle()
  const result = useSession(state => state.verdict?.rules.find(({ id }) => id === 'primary_key'))
  const saidAt = (key: string) => issues.find(({ path }) => path[0] === key)?.message
  const change = (recipe: Recipe) => session.dispatch({ op: 'setRecipe', recipe })
  return (
    <div className="ml-auto flex flex-wrap items-end gap-x-4 gap-y-2">
      <Field isInline label="Primary key" error={saidAt('primary_key')} className="flex flex-row flex-wrap items-center gap-2">
        <ColumnPicker placeholder="None" value={primaryKey} onValueChange={names => change(withPrimaryKey(session.getState().recipe, names))} columns={columns} className="w-auto max-w-64 min-w-32" />
      </Field>
      {result && result.failed > 0 && <FailingCount ruleId={result.id} failed={result.failed} severity={result.severity} subject="the primary key" className="mb-1" />}
      <Field isInline label="Undeclared columns" error={saidAt('extra')} className="flex flex-row flex-wrap items-center gap-2">
        <SegmentedControl value={extra} onValueChange={picked => change(withExtra(session.getState().recipe, picked))} options={extras} />
      </Field>
    </div>
  )
}

function AddField({ undeclared, onAdd }: { undeclared: readonly ColumnChoice[], onAdd: (names: readonly string[]) => void }) {
  if (undeclared.length === 0) return null
  return (
    <>
      {undeclared.length > 1 && <Button size="sm" variant="ghost" onClick={() => onAdd(undeclared.map(({ name }) => name))}>Declare all {undeclared.length}</Button>}
      <ColumnPicker isSingle aria-label="Add field" placeholder="Add field…" value={noNames} onValueChange={onAdd} columns={undeclared} className="w-36" />
    </>
  )
}

function undeclaredColumns(fields: readonly FieldSpec[], columns: readonly ColumnChoice[]): readonly ColumnChoice[] {
  const declared = new Set(fields.map(({ name }) => name))
  return columns.filter(({ name }) => !declared.has(name))
}

/** A field as the profile sees the column; text when it was not profiled. */
function fieldFor(name: string, profiles: readonly ColumnProfile[] | null): FieldSpec {
  const profile = profiles?.find(column => column.name === name)
  return profile ? inferredField(profile) : { name, type: 'string' }
}

function issuesByField(issues: readonly Issue[]): ReadonlyMap<number, readonly Issue[]> {
  const found = new Map<number, Issue[]>()
  for (const issue of issues) {
    const [section, index, ...path] = issue.path
    if (section !== 'fields' || typeof index !== 'number') continue
    found.set(index, [...found.get(index) ?? [], { ...issue, path }])
  }
  return found
}

function statusOf(numFields: number, numFailing: number, issues: readonly Issue[]): CellStatus {
  if (hasErrors(issues)) return 'failed'
  if (numFailing > 0) return 'attention'
  return numFields === 0 ? 'idle' : 'done'
}

function summaryOf(fields: readonly FieldSpec[], numFailing: number): string {
  if (fields.length === 0) return 'No field declared'
  const numRequired = fields.filter(({ required }) => required).length
  return [formatCounted(fields.length, 'field'), ...(numRequired > 0 ? [`${numRequired} required`] : []), numFailing > 0 ? `${numFailing} with failing rows` : 'none fails'].join(' · ')
}
