import { compilePlan, detectInput, openFileSource, type CsvDialect, type Detected, type Recipe } from '../../engine/node.ts'

export interface CompiledOnInput {
  readonly detected: Detected
  readonly compiled: ReturnType<typeof compilePlan>
}

/** A recipe against the columns a file really has. @throws ConnectorError when the file cannot be read or is no CSV */
export async function compileOnInput(recipe: Recipe, input: string): Promise<CompiledOnInput> {
  const source = await openFileSource(input)
  try {
    const { detected } = await detectInput(source, recipe.source?.dialect as Partial<CsvDialect> ?? {})
    return { detected, compiled: compilePlan(recipe, detected.columns.map(name => ({ name, type: { name: 'string' } }))) }
  } finally {
    await source.close()
  }
}
