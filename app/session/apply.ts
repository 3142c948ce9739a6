import { checkRecipe, readRecipe, sourceSpec, type Recipe, type SourceSpec } from '../../engine/recipe/index.ts'
import { fingerprint } from '../../engine/base/fingerprint.ts'
import { hasErrors } from '../../engine/base/issue.ts'
import { inferRecipe } from './infer.ts'
import { shared } from './shared.ts'
import { emptyState, type Effect, type Operation, type SessionState, type WrittenRecipe } from './state.ts'

export type Applied = readonly [state: SessionState, effects: readonly Effect[]]

/** How many recipes undo remembers. */
const MAX_PAST = 200

/**
 * The one way the workbench changes: a pure step from a state to the next, with what the outside has to do about it.
 * Undo and replay stand on it.
 */
export function apply(state: SessionState, operation: Operation): Applied {
  switch (operation.op) {
    case 'open': {
      const { recipe, written } = operation.kept ?? { recipe: { schemaflow: 1 as const, name: baseName(operation.input.name) }, written: null }
      return [{ ...emptyState, id: operation.id, phase: 'reading', input: operation.input, readAs: sourceSpec(recipe), recipe, written, revision: 1 }, [{ effect: 'load' }, { effect: 'save' }]]
    }
    case 'close': return [emptyState, [{ effect: 'closeEngine' }, { effect: 'save' }]]
    case 'setRecipe': return edited(state, operation.recipe, operation.written)
    case 'editText': return editText(state, operation.text)
    case 'setDialect': {
      const dialect = dropUndefined({ ...state.recipe.source?.dialect, ...operation.dialect }) as NonNullable<Recipe['source']>['dialect']
      return edited(state, withoutGuess(state, { ...state.recipe, source: { ...state.recipe.source, dialect } }))
    }
    case 'setSource': {
      const source = dropUndefined({ ...state.recipe.source, ...operation.source }) as Recipe['source']
      return edited(state, withoutGuess(state, { ...state.recipe, source }))
    }
    case 'reload': return reading(state)
    case 'addField': return withFields(state, fields => [...fields, operation.field])
    case 'changeField': return withFields(state, fields => fields.map(field => field.name === operation.name ? dropUndefined({ ...field, ...operation.change }) as typeof field : field))
    case 'addRule': return withRules(state, rules => [...rules, operation.rule])
    case 'changeRule': return withRules(state, rules => rules.map((rule, index) => index === operation.index ? operation.rule : rule))
    case 'removeRule': return withRules(state, rules => rules.filter((_, index) => index !== operation.index))
    case 'addStep': return withSteps(state, steps => steps.toSpliced(operation.at ?? steps.length, 0, operation.step))
    case 'changeStep': return withSteps(state, steps => steps.map((step, index) => index === operation.index ? operation.step : step))
    case 'removeStep': return withSteps(state, steps => steps.filter((_, index) => index !== operation.index))
    case 'moveStep': return withSteps(state, steps => {
      const moved = steps[operation.from]
      return moved ? steps.toSpliced(operation.from, 1).toSpliced(operation.to, 0, moved) : steps
    })
    case 'setFilter': return [{ ...state, filter: operation.filter }, []]
    case 'undo': {
      const before = state.past.at(-1)
      return before ? replaced({ ...state, written: before.written, past: state.past.slice(0, -1), future: [writtenOf(state), ...state.future] }, before.recipe) : [state, []]
    }
    case 'redo': {
      const [after, ...future] = state.future
      return after ? replaced({ ...state, written: after.written, past: [...state.past, writtenOf(state)], future }, after.recipe) : [state, []]
    }
    case 'stored': return state.input ? [{ ...state, input: { ...state.input, stored: operation.key } }, [{ effect: 'save' }, { effect: 'remember' }]] : [state, []]
    case 'headRead': return [{ ...state, detected: operation.detected, head: operation.rows }, []]
    case 'progressed': return [{ ...state, progress: operation.progress }, []]
    case 'importing': return [{ ...state, importing: operation.progress }, []]
    case 'loaded': {
      const next: SessionState = { ...state, phase: 'ready', progress: null, isJudging: true }
      return [next, judging(next)]
    }
    case 'profiled': return profiled(state, operation.profiles)
    case 'judged': return operation.verdict.revision === state.revision ? [{ ...state, verdict: shared(state.verdict, operation.verdict), isJudging: false }, state.input?.stored ? [{ effect: 'remember' }] : []] : [state, []]
    case 'failed': return [{ ...state, error: operation.error, isJudging: false, importing: null, phase: state.phase === 'reading' ? 'failed' : state.phase }, []]
  }
}

/** A schema that nobody wrote is inferred once the whole file has been seen; that is no edit to undo. */
function profiled(state: SessionState, profiles: NonNullable<SessionState['profiles']>): Applied {
  const next = { ...state, profiles }
  if (state.recipe.schema?.fields) return [next, state.input?.stored && state.verdict ? [{ effect: 'remember' }] : []]
  return replaced(next, inferRecipe(state.recipe, profiles))
}

/** Whether the schema is as it was inferred. */
export const hasGuessedSchema = ({ profiles, recipe }: SessionState): boolean => profiles !== null && fingerprint(inferRecipe(recipe, profiles).schema) === fingerprint(recipe.schema)

/** A schema that is still as it was inferred goes with the reading it was inferred from. */
function withoutGuess(state: SessionState, recipe: Recipe): Recipe {
  if (!hasGuessedSchema(state)) return recipe
  const { schema: _, ...rest } = recipe
  return rest
}

const writtenOf = ({ recipe, written }: WrittenRecipe): WrittenRecipe => ({ recipe, written })

/** `written` is the text that the recipe came as, where it came as one. */
function edited(state: SessionState, recipe: Recipe, written = state.written): Applied {
  return replaced({ ...state, written, past: [...state.past, writtenOf(state)].slice(-MAX_PAST), future: [] }, shared(state.recipe, recipe))
}

function replaced(state: SessionState, recipe: Recipe): Applied {
  if (state.phase !== 'empty' && !isReadAlike(state, sourceSpec(recipe))) return reading({ ...state, recipe, revision: state.revision + 1, draft: null })
  const next = { ...state, recipe, revision: state.revision + 1, draft: null, isJudging: state.phase === 'ready', error: null }
  return [next, [...judging(next), { effect: 'save' }]]
}

/** Whether a file that is read as told now comes out as it did: all that was said is said still, and nothing new but what was found out then. */
function isReadAlike({ readAs: { dialect: saidDialect, ...said }, phase, detected }: SessionState, { dialect, ...says }: SourceSpec): boolean {
  // While it is read, what is there was found by the reading before.
  const found = phase === 'ready' ? detected : null
  // Of a format that is no CSV the dialect found is that of its text.
  return isMoreOf(says, said, found && { type: found.format, sheet: found.sheet }) && isMoreOf(dialect, saidDialect, found?.format === 'csv' ? found.dialect : null)
}

function isMoreOf(says: object = {}, said: object = {}, found: object | null): boolean {
  const has = (record: object | null, [key, value]: readonly [string, unknown]): boolean => fingerprint(record?.[key as keyof typeof record] ?? null) === fingerprint(value ?? null)
  return Object.entries(said).every(entry => has(says, entry)) && Object.entries(says).every(entry => has(said, entry) || has(found, entry))
}

/** The file is read from the beginning, as the recipe's dialect now says. */
function reading(state: SessionState): Applied {
  return [{ ...state, phase: 'reading', readAs: sourceSpec(state.recipe), verdict: null, profiles: null, progress: null, importing: null, isJudging: false, error: null }, [{ effect: 'load' }, { effect: 'save' }]]
}

function judging(state: SessionState): readonly Effect[] {
  return state.phase === 'ready' ? [{ effect: 'judge', revision: state.revision }] : []
}

/** Text that is no recipe stays a draft with its issues; the last good recipe remains in force. */
function editText(state: SessionState, text: string): Applied {
  const document = readRecipe(text)
  const checked = document.issues.length > 0 ? { issues: document.issues } : checkRecipe(document.value)
  const issues = checked.issues.map(document.locate)
  const recipe = 'recipe' in checked ? checked.recipe : undefined
  if (!recipe || hasErrors(issues)) return [{ ...state, draft: { text, issues } }, []]
  const [next, effects] = edited(state, recipe, text)
  return [{ ...next, draft: { text, issues } }, effects]
}

type Fields = NonNullable<NonNullable<Recipe['schema']>['fields']>
const withFields = (state: SessionState, change: (fields: Fields) => Fields): Applied =>
  edited(state, { ...state.recipe, schema: { ...state.recipe.schema, fields: change(state.recipe.schema?.fields ?? []) } })
const withRules = (state: SessionState, change: (rules: NonNullable<Recipe['rules']>) => NonNullable<Recipe['rules']>): Applied =>
  edited(state, { ...state.recipe, rules: change(state.recipe.rules ?? []) })
const withSteps = (state: SessionState, change: (steps: NonNullable<NonNullable<Recipe['transform']>['steps']>) => NonNullable<NonNullable<Recipe['transform']>['steps']>): Applied =>
  edited(state, { ...state.recipe, transform: { ...state.recipe.transform, steps: change(state.recipe.transform?.steps ?? []) } })

const dropUndefined = (record: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
const baseName = (name: string): string => name.replace(/\.(gz|bz2|xz|zst|zip)$/i, '').replace(/\.[^.]+$/, '') || 'recipe'
