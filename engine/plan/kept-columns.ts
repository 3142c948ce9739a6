import { columnFingerprint, columnNamed, columnsOf, droppedFingerprint, isSourceFingerprint, passOn, reference, visibleColumns, withoutMarks, type Rel, type RelColumn } from '../algebra/index.ts'
import type { Column, DataType } from '../data/type.ts'
import { columnsChecked } from './verdict-sql.ts'
import type { Check, Plan } from './plan.ts'

/** A computed column that is worth keeping, so that an edited check reads values instead of casting texts again. */
export interface KeepableColumn extends Column {
  /** Says what it is computed from: see `columnFingerprint`. */
  readonly fingerprint: string
  /** Bytes a row takes. */
  readonly width: number
}

/** Bytes a value takes in the engine; undefined where that depends on the value. */
function widthOf({ name }: DataType): number | undefined {
  switch (name) {
    case 'boolean': return 1
    case 'date': return 4
    case 'integer':
    case 'number':
    case 'datetime':
    case 'timestamp':
    case 'time': return 8
    case 'decimal': return 16
    default: return undefined
  }
}

/**
 * The columns of fixed width that checks read and the source does not have as they are. A value comes with the flag that says
 * whether it could be read: both are made by one cast, and whoever asks for one will soon ask for the other.
 */
export function keepableColumns(plan: Plan, checks: readonly Check[]): readonly KeepableColumn[] {
  const found = new Map<string, KeepableColumn>()
  const read = new Set(columnsChecked(checks))
  const flagged = visibleColumns(plan.rel).filter(({ invalid }) => invalid !== undefined && read.has(invalid)).map(({ name }) => name)
  for (const name of new Set([...read, ...flagged])) {
    const { type } = columnNamed(plan.rel, name)
    const width = widthOf(type)
    const fingerprint = columnFingerprint(plan.rel, name)
    if (width !== undefined && !isSourceFingerprint(fingerprint)) found.set(fingerprint, { name, type, fingerprint, width })
  }
  return [...found.values()]
}

/** What says which rows the plan's steps drop; undefined when they drop none. */
export const keepableMarks = (plan: Plan): string | undefined => plan.dropping.length === 0 ? undefined : droppedFingerprint(plan.rel)

/**
 * The same plan over a source that has, behind its own columns, those kept before: `kept[i]` says what the i-th is computed from.
 * Whatever is among them is read instead of computed.
 */
export function readingKept(plan: Plan, kept: readonly { readonly fingerprint: string, readonly type: DataType }[]): Plan {
  if (kept.length === 0) return plan
  const extra = kept.map(({ fingerprint, type }): RelColumn => ({ name: keptName(fingerprint), type, hidden: true }))
  const marks = keepableMarks(plan)
  const hasMarks = marks !== undefined && kept.some(({ fingerprint }) => fingerprint === marks)
  const input = withExtra(hasMarks ? withoutMarks(plan.rel) : plan.rel, extra, hasMarks ? keptName(marks) : undefined)
  const known = new Map(extra.map(column => [column.name, column]))
  const columns = columnsOf(plan.rel).map(column => {
    const stored = known.get(keptName(columnFingerprint(plan.rel, column.name)))
    return stored ? { ...passOn(column), expr: reference(stored) } : passOn(column)
  })
  return { ...plan, rel: { kind: 'project', input, columns } }
}

const keptName = (fingerprint: string): string => `\u0002${fingerprint}`

/** The relation with more columns carried through from its source. */
function withExtra(rel: Rel, extra: readonly RelColumn[], marks: string | undefined): Rel {
  switch (rel.kind) {
    case 'source': return { ...rel, columns: [...rel.columns, ...extra], ...(marks === undefined ? {} : { marks }) }
    case 'project': return { ...rel, input: withExtra(rel.input, extra, marks), columns: [...rel.columns, ...extra.map(passOn)] }
    case 'keep':
    case 'distinct': return { ...rel, input: withExtra(rel.input, extra, marks) }
  }
}
