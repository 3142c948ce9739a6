import { problem, type Issue, type PathPart } from '../base/issue.ts'
import { didYouMean } from '../base/nearest.ts'

/** The names a template can use: `{{ var.X }}`, `{{ env.X }}`, `{{ recipe.name }}`. */
export interface TemplateScope {
  readonly var: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly recipe: Readonly<Record<string, string>>
}

const TEMPLATE = /\{\{\s*([a-z]+)\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g

/** The document with every template in its texts replaced; what cannot be is an issue at its place. */
export function renderTemplates(document: unknown, scope: TemplateScope): { readonly value: unknown, readonly issues: readonly Issue[] } {
  const issues: Issue[] = []
  const render = (value: unknown, path: readonly PathPart[]): unknown => {
    if (typeof value === 'string') return value.replace(TEMPLATE, (whole, group: string, name: string) => lookUp(whole, group, name, path))
    if (Array.isArray(value)) return value.map((item, index) => render(item, [...path, index]))
    if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, render(member, [...path, key])]))
    return value
  }
  const lookUp = (whole: string, group: string, name: string, path: readonly PathPart[]): string => {
    const names = group === 'var' ? scope.var : group === 'env' ? scope.env : group === 'recipe' ? scope.recipe : undefined
    const found = names && Object.hasOwn(names, name) ? names[name] : undefined
    if (found !== undefined) return found
    const hint = names ? didYouMean(name, Object.keys(names)) ?? (group === 'var' ? `Pass it with --var ${name}=VALUE, or give it under "vars".` : undefined) : 'Templates use var., env. and recipe.'
    issues.push(problem('unresolved_template', path, `${whole} has no value`, hint))
    return whole
  }
  return { value: render(document, []), issues }
}
