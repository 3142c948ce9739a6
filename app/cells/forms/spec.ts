import * as z from 'zod'
import { columnSelector, type ColumnSelector, type RuleDefinition, type StepDefinition } from '../../../engine/index.ts'
import { ruleBase, type RuleSpec, type StepSpec } from '../../../engine/recipe/index.ts'

/** A step or rule as a form edits it. `type` and `active` are kept but have controls elsewhere. */
export type FormValue = Readonly<Record<string, unknown>>

/** What a form asks for: the parameters of the kind, and apart from them what every step or rule has. */
export interface SpecForm {
  readonly own: z.ZodObject
  readonly common: z.ZodObject
}

const description = z.string().optional().describe('A note on why it is there')

const stepForms = new WeakMap<StepDefinition, SpecForm>()
const ruleForms = new WeakMap<RuleDefinition, SpecForm>()

export function stepForm(definition: StepDefinition): SpecForm {
  return remember(stepForms, definition, () => ({ own: definition.params, common: z.object({ description }) }))
}

/** Rules about columns say which; the other parameters every rule has come after those of the kind. */
export function ruleForm(definition: RuleDefinition): SpecForm {
  return remember(ruleForms, definition, () => {
    const { active: _active, ...base } = ruleBase
    const own = asksForColumns(definition) ? z.object({ columns: columnSelector, ...definition.params.shape }) : definition.params
    return { own, common: z.object({ ...base, description }) }
  })
}

function remember<K extends object>(forms: WeakMap<K, SpecForm>, key: K, make: () => SpecForm): SpecForm {
  const form = forms.get(key) ?? make()
  forms.set(key, form)
  return form
}

/** Whether the recipe's own `column`/`columns` say what the rule is about, not a parameter of the kind. */
export const asksForColumns = ({ target, params }: RuleDefinition): boolean =>
  (target === 'column' || target === 'columns') && !('columns' in params.shape) && !('column' in params.shape)

/** A rule with `column` and `columns` told apart no more. */
export function ruleToForm(spec: RuleSpec, definition: RuleDefinition): FormValue {
  if (!asksForColumns(definition) || spec.column === undefined) return spec
  const { column, ...rest } = spec
  return { ...rest, columns: [column] }
}

/** The rule as one writes it: `column: age` for one column, `columns` for several. */
export function formToRule(value: FormValue, definition: RuleDefinition): RuleSpec {
  const spec = { ...value, type: definition.kind } as RuleSpec
  if (!asksForColumns(definition)) return inOrder(spec)
  const { columns, column: _column, ...rest } = spec
  const selector: ColumnSelector | undefined = columns
  const names = Array.isArray(selector) ? selector : typeof selector === 'string' && selector !== '*' ? [selector] : []
  const [only] = names
  return inOrder(names.length === 1 && only !== undefined ? { ...rest, column: only } : { ...rest, ...(columns === undefined ? {} : { columns }) })
}

export function formToStep(value: FormValue, definition: StepDefinition): StepSpec {
  return inOrder({ ...value, type: definition.kind })
}

/** The keys in the order people read them; the others keep theirs. */
function inOrder<T extends FormValue>(spec: T): T {
  const first = ['id', 'type', 'column', 'columns'].filter(key => spec[key] !== undefined)
  return Object.fromEntries([...first.map(key => [key, spec[key]]), ...Object.entries(spec).filter(([key]) => !first.includes(key))]) as T
}

/** The rule once more, under an id that is free. */
export function duplicateRule(rule: RuleSpec, ids: Iterable<string>): RuleSpec {
  if (rule.id === undefined) return { ...rule }
  const taken = new Set(ids)
  const base = `${rule.id.replace(/_copy(_\d+)?$/, '')}_copy`
  let id = base
  for (let n = 2; taken.has(id); n++) id = `${base}_${n}`
  return { ...rule, id }
}
