import { compilePlan, nodeInputHost, openFileSource, openInput, sourceSpec, type Detected, type Recipe } from '../../engine/node.ts'

export interface CompiledOnInput {
  readonly detected: Detected
  readonly compiled: ReturnType<typeof compilePlan>
}

/** A recipe against the columns a file really has. @throws ConnectorError when the file cannot be read */
export async function compileOnInput(recipe: Recipe, input: string): Promise<CompiledOnInput> {
  const source = await openFileSource(input)
  try {
    const opened = await openInput(source, sourceSpec(recipe), { ...nodeInputHost(), maxRecords: 1 })
    await opened.close()
    const { detected } = opened
    return { detected, compiled: compilePlan(recipe, detected.columns.map(name => ({ name, type: { name: 'string' } }))) }
  } finally {
    await source.close()
  }
}
