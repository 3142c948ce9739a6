import type { Page, RowError, RowView, Verdict } from '../../engine/index.ts'
import type { CellMark, GridColumn, GridRow } from '../grid/index.ts'

/** A row of the grid with what it was made of, for the details. */
export interface ReviewRow extends GridRow {
  readonly view: RowView
  /** The names of the view's cells. */
  readonly names: readonly string[]
}

export function isReviewRow(row: GridRow): row is ReviewRow {
  return 'view' in row && 'names' in row
}

/** The columns of the grid: why a row is as it is, then the data's own. */
export interface ReviewColumns {
  readonly names: readonly string[]
  readonly columns: readonly GridColumn[]
  /** Where a data column stands among `columns`. */
  readonly placeOf: ReadonlyMap<string, number>
}

/** The place of the column that tells why. */
export const WHY = 0

const numeric = new Set(['integer', 'number', 'decimal'])

/** `typed` are the columns after steps and casts; a column that is not among them has no type. */
export function reviewColumns(names: readonly string[], typed: Verdict['columns']): ReviewColumns {
  const types = new Map(typed.map(({ name, type }) => [name, type.name]))
  const data = names.map((name): GridColumn => {
    const type = types.get(name)
    return { id: `column ${name}`, label: name, ...(type === undefined ? {} : { typeLabel: type, align: numeric.has(type) ? 'right' : 'left' }) }
  })
  return {
    names,
    columns: [{ id: 'why', label: 'Why', description: 'Everything that is wrong with the row' }, ...data],
    placeOf: new Map(names.map((name, index) => [name, index + 1])),
  }
}

/** A page as rows of the grid. A cell that was not read is missing. */
export function reviewRows({ rows }: Pick<Page, 'rows'>, columns: ReviewColumns): readonly ReviewRow[] {
  return rows.map(view => reviewRow(view, columns))
}

function reviewRow(view: RowView, { names, placeOf }: ReviewColumns): ReviewRow {
  const { ordinal, line, cells, errors, raw } = view
  const why = whyText(view)
  return {
    id: String(ordinal),
    label: String(line),
    cells: [why, ...names.map((_, index) => cells[index] ?? null)],
    ...(errors.length === 0 ? {} : { marks: marksOf(errors, placeOf) }),
    ...(raw === undefined ? {} : { note: `${why} — ${raw}` }),
    view,
    names,
  }
}

/** Every reason once, errors before warnings; of a row without any, its verdict. */
export function whyText({ errors, status }: Pick<RowView, 'errors' | 'status'>): string {
  const reasons = [
    ...errors.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    ...errors.filter(({ severity }) => severity === 'warn').map(({ message }) => `warning: ${message}`),
  ]
  return reasons.length === 0 ? status : [...new Set(reasons)].join('; ')
}

/** What to mark: every cell that an error names, and the column that tells why for an error that names no cell in sight. */
export function marksOf(errors: readonly RowError[], placeOf: ReadonlyMap<string, number>): ReadonlyMap<number, CellMark> {
  const marks = new Map<number, CellMark>()
  for (const { columns, message, severity } of errors) {
    const places = columns.flatMap(name => placeOf.get(name) ?? [])
    for (const place of places.length > 0 ? new Set(places) : [WHY]) {
      const mark = marks.get(place)
      const reasons = mark?.reasons ?? []
      marks.set(place, {
        severity: mark?.severity === 'error' ? 'error' : severity,
        reasons: reasons.includes(message) ? reasons : [...reasons, message],
      })
    }
  }
  return marks
}

/** The place of the first cell that is wrong: of the column that is filtered by, if it is; of the column that tells why, if no cell is. */
export function placeToLookAt({ errors }: Pick<RowView, 'errors'>, placeOf: ReadonlyMap<string, number>, preferred?: string): number {
  const places = errors.flatMap(({ columns }) => columns).flatMap(name => placeOf.get(name) ?? [])
  const wanted = preferred === undefined ? undefined : placeOf.get(preferred)
  if (wanted !== undefined && places.includes(wanted)) return wanted
  return places.length === 0 ? WHY : Math.min(...places)
}

/** The row for the clipboard: its own text if it could not be read, else column to text as JSON. */
export function copiedRow({ view, names }: Pick<ReviewRow, 'view' | 'names'>): string {
  return view.raw ?? JSON.stringify(Object.fromEntries(names.map((name, index) => [name, view.cells[index] ?? null])), null, 2)
}
