import type { PathPart } from '../../../engine/base/issue.ts'
import type { JsonSchema } from '../forms/controls.ts'

/** What is known of a document: the value at a path, as far as it can be read. */
export type ValueAt = (path: readonly PathPart[]) => unknown

/** The schemas that a value at this path has to follow: several where it may be one of several. Kinds are told by what `type` says. */
export function schemasAt(root: JsonSchema, path: readonly PathPart[], valueAt: ValueAt): readonly JsonSchema[] {
  return path.reduce<readonly JsonSchema[]>((schemas, part, depth) => {
    const next = schemas.flatMap(schema => within(schema, part))
    return next.flatMap(schema => alternatives(schema, valueAt(path.slice(0, depth + 1))))
  }, [root])
}

function within(schema: JsonSchema, part: PathPart): readonly JsonSchema[] {
  if (typeof part === 'number') return schema.items ? [carryFormat(schema, schema.items)] : []
  const property = schema.properties?.[part]
  if (property) return [property]
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : []
}

/** The items of a list of columns are columns too. */
const carryFormat = (from: JsonSchema, to: JsonSchema): JsonSchema => from.format !== undefined && to.format === undefined ? { ...to, format: from.format } : to

/** A schema's alternatives, those aside that another `type` rules out. */
function alternatives(schema: JsonSchema, value: unknown): readonly JsonSchema[] {
  const branches = schema.anyOf ?? schema.oneOf
  if (!branches) return [schema]
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined
  const told = branches.filter(branch => type !== undefined && branch.properties?.type?.const === type)
  const open = told.length > 0 ? told : branches
  return open.flatMap(branch => alternatives(carryFormat(schema, branch), value))
}
