import { RECIPE_FILES } from '../cells/FileInput.tsx'

/** Whether a dropped file is taken for a recipe, by its extension, or for data. */
export function isRecipeFile(name: string): boolean {
  return RECIPE_FILES.split(',').some(extension => name.toLowerCase().endsWith(extension))
}
