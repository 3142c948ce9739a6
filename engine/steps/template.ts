import { call, text, type Expr } from '../algebra/expr.ts'
import { unknownColumn } from '../algebra/select.ts'
import { problem, type PathPart } from '../base/issue.ts'
import type { StepContext } from './define.ts'
import { textOf } from './text-of.ts'

/** An escaped character, a column's name in braces, or a stretch of text. */
const PART = /\\([\\{}])|\{((?:\\[\\{}]|[^\\{}])+)\}|(\\|[^\\{}]+)/y

/**
 * The text a template stands for: column names in braces, everything else as it is; `\{`, `\}` and `\\` are those characters.
 * A missing cell is empty text. What cannot be read is an issue at `path` with its offset.
 */
export function parseTemplate(context: StepContext, template: string, path: readonly PathPart[]): Expr | undefined {
  const columns = new Map(context.columns.map(column => [column.name, column]))
  const parts: Expr[] = []
  let literal = ''
  for (let offset = 0; offset < template.length; offset = PART.lastIndex) {
    PART.lastIndex = offset
    const found = PART.exec(template)
    if (!found) return context.report({ ...problem('bad_template', path, braceTrouble(template, offset), 'A column\'s name stands in braces, {name}; a brace itself is written \\{ or \\}.'), offset })
    const [, escaped, name, plain] = found
    if (name === undefined) {
      literal += escaped ?? plain ?? ''
      continue
    }
    const written = name.replace(/\\([\\{}])/g, '$1')
    const column = columns.get(written)
    if (!column) return context.report({ ...unknownColumn(written, columns.keys(), path), offset: offset + 1 })
    parts.push(...literal === '' ? [] : [text(literal)], textOf(column))
    literal = ''
  }
  return call('concat', ...parts, ...literal === '' && parts.length > 0 ? [] : [text(literal)])
}

function braceTrouble(template: string, offset: number): string {
  if (template[offset] === '}') return 'this brace closes nothing'
  return template[offset + 1] === '}' ? 'there is no column name between these braces' : 'this brace is never closed'
}
