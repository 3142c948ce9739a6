import { readFile } from 'node:fs/promises'
import { checkRecipe, ConnectorError, describeCause, hasErrors, readRecipe, renderTemplates, type Issue, type Recipe } from '../../engine/node.ts'
import { IssuesFound } from './errors.ts'

/** A recipe read from a file, with its templates rendered. */
export interface RecipeFile {
  readonly path: string
  readonly recipe: Recipe
  /** Warnings; errors are thrown. */
  readonly issues: readonly Issue[]
  /** Adds line and column of the file to an issue. */
  readonly locate: (issue: Issue) => Issue
}

export type Vars = Readonly<Record<string, string>>

/** For `--var k=v`, given any number of times. */
export function collectVar(text: string, vars: Vars): Vars {
  const at = text.indexOf('=')
  if (at < 1) throw new Error(`"${text}" is no variable: write --var name=value`)
  return { ...vars, [text.slice(0, at)]: text.slice(at + 1) }
}

/**
 * Reads, renders and checks a recipe.
 * @throws IssuesFound with every error and warning; ConnectorError when the file cannot be read.
 */
export async function loadRecipe(path: string, vars: Vars): Promise<RecipeFile> {
  const found = await readRecipeFile(path, vars)
  if (!found.recipe || hasErrors(found.issues)) throw new IssuesFound(path, found.issues)
  return { ...found, recipe: found.recipe }
}

/** The same with the issues returned: `recipe` is absent when the document has no recipe's shape. */
export async function readRecipeFile(path: string, vars: Vars): Promise<Omit<RecipeFile, 'recipe'> & { readonly recipe?: Recipe }> {
  const document = readRecipe(await readText(path))
  if (document.issues.length > 0) return { path, issues: document.issues, locate: document.locate }
  const own = (document.value ?? {}) as { name?: unknown, vars?: Record<string, unknown> }
  const declared = Object.fromEntries(Object.entries(own.vars ?? {}).map(([name, value]) => [name, String(value)]))
  const rendered = renderTemplates(document.value, { var: { ...declared, ...vars }, env: process.env, recipe: { name: String(own.name ?? '') } })
  const checked = checkRecipe(rendered.value)
  const issues = [...rendered.issues, ...checked.issues].map(document.locate)
  return { path, issues, locate: document.locate, ...(checked.recipe ? { recipe: checked.recipe } : {}) }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const isMissing = (cause as { code?: string }).code === 'ENOENT'
    throw new ConnectorError('recipe_unreadable', isMissing ? `there is no recipe ${path}` : `the recipe ${path} cannot be read: ${describeCause(cause)}`, { cause })
  }
}
