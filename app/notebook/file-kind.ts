const RECIPE_KEYS = ['schemaflow', 'schema', 'rules', 'transform', 'gates', 'destination']
/** Larger JSON is data. */
const MOST_RECIPE_BYTES = 2_000_000

/** Whether a dropped file is taken for a recipe or for data: YAML is one, JSON where it has a recipe's keys. */
export async function isRecipeFile(file: File): Promise<boolean> {
  const name = file.name.toLowerCase()
  if (/\.ya?ml$/.test(name)) return true
  if (!name.endsWith('.json') || file.size > MOST_RECIPE_BYTES) return false
  try {
    const document: unknown = JSON.parse(await file.text())
    return typeof document === 'object' && document !== null && !Array.isArray(document) && RECIPE_KEYS.some(key => key in document)
  } catch {
    return false
  }
}
