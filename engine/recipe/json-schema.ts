import * as z from 'zod'
import { columnSelector } from '../algebra/select.ts'
import { rules } from '../rules/index.ts'
import { steps } from '../steps/index.ts'
import { recipeSchema, ruleBase } from './recipe.ts'

const toSchema = (schema: z.ZodType): Record<string, unknown> => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })

/** JSON Schema (draft 2020-12) of the recipe, every step and rule kind included: what editors complete from. */
export function recipeJsonSchema(): Record<string, unknown> {
  const recipe = toSchema(recipeSchema)
  const step = { oneOf: steps.map(({ kind, doc, params }) => ({ ...toSchema(z.strictObject({ type: z.literal(kind), active: z.boolean().optional(), description: z.string().optional(), ...params.shape })), description: doc })) }
  const rule = { oneOf: rules.map(({ kind, doc, params }) => ({ ...toSchema(z.strictObject({ type: z.literal(kind), column: z.string().optional(), columns: columnSelector.optional(), ...ruleBase, ...params.shape })), description: doc })) }
  const properties = recipe.properties as Record<string, Record<string, unknown>>
  const transform = properties.transform?.properties as Record<string, Record<string, unknown>>
  return {
    ...recipe,
    title: 'SchemaFlow recipe',
    properties: {
      ...properties,
      transform: { ...properties.transform, properties: { ...transform, steps: { type: 'array', items: step } } },
      rules: { type: 'array', items: rule },
    },
  }
}
