import * as z from 'zod'
import { call, column, int, text } from '../algebra/expr.ts'
import { problem } from '../base/issue.ts'
import type { Pattern } from '../data/pattern.ts'
import { defineStep, type StepContext } from './define.ts'
import { notText } from './map-columns.ts'
import { areFree, columnAt, columnName, insertColumns, newColumnName } from './new-columns.ts'
import { patternAt } from './patterns.ts'

/** DuckDB's regexp_extract knows the groups 0 to 9. */
const MAX_GROUP = 9

export const extract = defineStep({
  kind: 'extract',
  title: 'Extract by pattern',
  doc: 'Finds the first match of the RE2 pattern in column and puts its groups into new columns, after it: called into, one name a group, or by the names written in the pattern, (?P<year>[0-9]{4}). A pattern without groups gives its whole match. What does not match, or is empty, is missing.',
  example: { column: 'code', pattern: '([A-Z]+)-([0-9]+)', into: ['series', 'number'] },
  params: z.object({
    column: columnName.describe('The column to look in'),
    pattern: z.string().min(1).describe('An RE2 pattern with up to nine groups; (?:…) is no group'),
    into: z.array(newColumnName).min(1).optional().meta({ title: 'New columns' }).describe('What the groups are called, from the first; left out when the pattern names them'),
    drop_original: z.boolean().default(false).describe('Whether the column itself is removed'),
  }),
  lower: ({ column: name, pattern: source, into, drop_original: dropsOriginal }, context) => {
    const subject = columnAt(context, name, ['column'])
    const pattern = patternAt(context, source, ['pattern'])
    const groups = pattern && groupsOf(pattern, into, context)
    if (!subject || !groups) return undefined
    const wrongType = notText(subject, ['column'])
    if (wrongType) return context.report(wrongType)
    const removed = new Set(dropsOriginal ? [name] : [])
    const isFree = areFree(context, groups.map(group => group.name), index => into ? ['into', index] : ['pattern'], removed)
    if (!isFree) return undefined
    const added = groups.flatMap(group => {
      const expr = context.resolve(call('nullif', call('extract', column(name), text(source), int(group.index)), text('')), ['pattern'])
      return expr ? [{ name: group.name, expr }] : []
    })
    return { rel: insertColumns(context.input, added, { after: name, removed }) }
  },
})

interface Group {
  readonly name: string
  readonly index: number
}

/** The groups asked for, in order; undefined when names and groups do not fit, which is then an issue. */
function groupsOf({ groupCount, groupNames }: Pattern, into: readonly string[] | undefined, context: StepContext): readonly Group[] | undefined {
  const named = Object.entries(groupNames).map(([name, index]): Group => ({ name, index })).sort((a, b) => a.index - b.index)
  if (!into && named.length === 0) {
    return context.report(problem('missing_parameter', ['into'], 'the new columns have no names', 'List them under into, or name the groups: (?P<year>[0-9]{4}).'))
  }
  const expected = Math.max(1, groupCount)
  if (into && into.length !== expected) {
    return context.report(problem('groups_mismatch', ['into'], `the pattern has ${groupCount === 0 ? 'no group, which makes one column' : plural(groupCount, 'group')}, but ${plural(into.length, 'name')} ${into.length === 1 ? 'is' : 'are'} given`, 'Write a group that needs no column as (?:…).'))
  }
  const groups = into ? into.map((name, index): Group => ({ name, index: groupCount === 0 ? 0 : index + 1 })) : named
  if (groups.some(group => group.index > MAX_GROUP)) {
    return context.report(problem('too_many_groups', ['pattern'], `only the first ${MAX_GROUP} groups can be extracted`, 'Write groups that need no column as (?:…), or use two steps.'))
  }
  return groups
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`
