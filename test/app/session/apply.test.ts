import { describe, expect, test } from 'vitest'
import { apply } from '../../../app/session/apply.ts'
import { emptyState, type Operation, type SessionState } from '../../../app/session/state.ts'
import { recipeText } from '../../../app/session/written.ts'
import type { ColumnProfile } from '../../../engine/index.ts'

const profile = (name: string, type: ColumnProfile['type']): ColumnProfile => ({
  name, type, share: 1, valid: 1, mismatched: 0, missing: 0, distinct: 1, isApproximate: false, top: [], min: null, max: null, mean: null,
  histogram: [], histogramOf: null, minLength: null, maxLength: null, counterExamples: [], suspects: [],
})
const after = (operations: readonly Operation[], from: SessionState = emptyState): SessionState => operations.reduce((state, operation) => apply(state, operation)[0], from)
const opened: readonly Operation[] = [
  { op: 'open', id: 's', input: { name: 'people.csv', size: 10, stored: null } }, { op: 'loaded' }, { op: 'profiled', profiles: [profile('id', 'integer')] },
]

describe('apply', () => {
  test('opens with a recipe named after the file, and infers a schema once the file is known', () => {
    const state = after(opened)
    expect(state).toMatchObject({ phase: 'ready', isJudging: true, recipe: { name: 'people', schema: { fields: [{ name: 'id', type: 'integer' }] } }, past: [] })
  })

  test('an edit asks for a new verdict; a verdict of an older recipe is not taken', () => {
    const [state, effects] = apply(after(opened), { op: 'addRule', rule: { type: 'not_null', column: 'id' } })
    expect(effects).toEqual([{ effect: 'judge', revision: state.revision }, { effect: 'save' }])
    const stale = { revision: state.revision - 1 } as never
    expect(after([{ op: 'judged', verdict: stale }], state).verdict).toBeNull()
  })

  test('forms write into the text that somebody wrote, and undo gives it back', () => {
    const text = '# the people\nschemaflow: 1\nrules:\n  # who is who\n  - { type: not_null, column: id }\n'
    const typed = after([...opened, { op: 'editText', text }])
    const edited = after([{ op: 'addRule', rule: { type: 'not_blank', column: 'id' } }], typed)
    expect(recipeText(edited)).toBe(`${text}  - type: not_blank\n    column: id\n`)
    expect(recipeText(after([{ op: 'undo' }], edited))).toBe(text)
    const imported = after([{ op: 'setRecipe', recipe: { schemaflow: 1, name: 'other' }, written: null }], edited)
    expect(recipeText(imported)).toBe('schemaflow: 1\nname: other\n')
    expect(recipeText(after([{ op: 'undo' }, { op: 'undo' }], imported))).toBe(text)
    // Nothing but a comment went: that comes back too.
    const bare = after([{ op: 'editText', text: text.replace('# the people\n', '') }], typed)
    expect(recipeText(after([{ op: 'undo' }], bare))).toBe(text)
    expect(recipeText(after([{ op: 'undo' }, { op: 'redo' }], bare))).toBe(text.replace('# the people\n', ''))
    // Text that is no recipe is a draft: what is in force is not written into it.
    expect(recipeText(after([{ op: 'editText', text: 'rules: [' }], typed))).toBe(text)
  })

  test('undo and redo go through the recipes there were', () => {
    const edited = after([...opened, { op: 'addRule', rule: { type: 'not_null', column: 'id' } }, { op: 'changeField', name: 'id', change: { required: true } }])
    const undone = after([{ op: 'undo' }, { op: 'undo' }], edited)
    expect(undone.recipe).toEqual(after(opened).recipe)
    expect(after([{ op: 'redo' }, { op: 'redo' }], undone).recipe).toEqual(edited.recipe)
    expect(after([{ op: 'undo' }], after(opened))).toEqual(after(opened))
  })

  test('a recipe that says what was found out anyway does not read the file again, nor does undoing it', () => {
    const detected = { format: 'csv', sheet: null, dialect: { delimiter: ',', encoding: 'utf-8' } } as never
    const state = after([...opened.slice(0, 1), { op: 'headRead', detected, rows: [] }, ...opened.slice(1)])
    const effectsOf = (from: SessionState, operation: Operation) => apply(from, operation)[1].map(({ effect }) => effect)
    const same: Operation = { op: 'setRecipe', recipe: { schemaflow: 1, source: { type: 'csv', path: 'x.csv', dialect: { delimiter: ',' } } } }
    expect(effectsOf(state, same)).toEqual(['judge', 'save'])
    expect(effectsOf(after([same], state), { op: 'undo' })).toEqual(['judge', 'save'])
    for (const source of [{ type: 'jsonl' as const }, { dialect: { delimiter: ';' } }, { dialect: { comment: '#' } }, { member: 'a.csv' }]) {
      expect(effectsOf(state, { op: 'setRecipe', recipe: { schemaflow: 1, source } }), JSON.stringify(source)).toContain('load')
    }
    // Neither what another reading found, nor the dialect of a workbook's text, says anything.
    expect(effectsOf(after([{ op: 'reload' }], state), same)).toContain('load')
    const workbook = after([...opened.slice(0, 1), { op: 'headRead', detected: { format: 'excel', sheet: 'a', dialect: { header: 1 } } as never, rows: [] }, { op: 'loaded' }])
    expect(effectsOf(workbook, { op: 'setSource', source: { sheet: 'a' } })).not.toContain('load')
    expect(effectsOf(workbook, { op: 'setDialect', dialect: { header: 1 } })).toContain('load')
    // What was said once and is no longer may come out otherwise.
    const said = after([{ op: 'setDialect', dialect: { delimiter: ';' } }, { op: 'headRead', detected: { format: 'csv', sheet: null, dialect: { delimiter: ';' } } as never, rows: [] }, { op: 'loaded' }], state)
    expect(effectsOf(said, { op: 'setDialect', dialect: { delimiter: undefined } })).toContain('load')
  })

  test('another dialect reads the file again, undoing it too, and an inferred schema goes with the reading', () => {
    const [state, effects] = apply(after(opened), { op: 'setDialect', dialect: { delimiter: ';' } })
    expect(effects).toContainEqual({ effect: 'load' })
    expect(state).toMatchObject({ phase: 'reading', profiles: null, recipe: { source: { dialect: { delimiter: ';' } } } })
    expect(state.recipe.schema).toBeUndefined()
    expect(apply(after([{ op: 'loaded' }], state), { op: 'undo' })[1]).toContainEqual({ effect: 'load' })
  })

  test('text that is no recipe is kept as a draft with its issues, and the last good recipe stays in force', () => {
    const before = after(opened)
    const state = after([{ op: 'editText', text: 'schemaflow: 1\nrulez: []\n' }], before)
    expect(state.recipe).toEqual(before.recipe)
    expect(state.draft?.issues).toMatchObject([{ code: 'unknown_key', line: 2, column: 1, hint: 'Did you mean "rules"?' }])
    expect(after([{ op: 'editText', text: 'schemaflow: 1\nname: other\n' }], state).recipe).toEqual({ schemaflow: 1, name: 'other' })
  })
})
