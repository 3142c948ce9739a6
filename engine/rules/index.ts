import { aggregate } from './aggregate.ts'
import { allOrNone } from './all-or-none.ts'
import { asciiOnly } from './ascii-only.ts'
import { atLeastOneOf } from './at-least-one-of.ts'
import { between } from './between.ts'
import { columnsEqual } from './columns-equal.ts'
import { columnsOrdered } from './columns-ordered.ts'
import { columnsSum } from './columns-sum.ts'
import { contains } from './contains.ts'
import { decimalPlaces } from './decimal-places.ts'
import type { RuleDefinition } from './define.ts'
import { endsWith } from './ends-with.ts'
import { equals } from './equals.ts'
import { exactlyOneOf } from './exactly-one-of.ts'
import { expression } from './expression.ts'
import { format } from './format.ts'
import { inSet } from './in-set.ts'
import { isNull } from './is-null.ts'
import { length } from './length.ts'
import { letterCase } from './letter-case.ts'
import { like } from './like.ts'
import { matches } from './matches.ts'
import { multipleOf } from './multiple-of.ts'
import { noControlCharacters } from './no-control-characters.ts'
import { noSurroundingSpace } from './no-surrounding-space.ts'
import { notBlank } from './not-blank.ts'
import { notEquals } from './not-equals.ts'
import { notInFuture } from './not-in-future.ts'
import { notInSet } from './not-in-set.ts'
import { notMatches } from './not-matches.ts'
import { notNull } from './not-null.ts'
import { notOlderThan } from './not-older-than.ts'
import { primaryKey } from './primary-key.ts'
import { requiredIf } from './required-if.ts'
import { rowCount } from './row-count.ts'
import { startsWith } from './starts-with.ts'
import { readableAs } from './type.ts'
import { unique } from './unique.ts'
import { weekday } from './weekday.ts'

export * from './define.ts'

/** Every rule kind there is, in the order menus show them. A new one is a file beside this and a line here. */
export const rules = [
  // Missing values
  notNull,
  notBlank,
  requiredIf,
  isNull,
  // One column: types, ranges, lists
  readableAs,
  format,
  between,
  multipleOf,
  decimalPlaces,
  equals,
  notEquals,
  inSet,
  notInSet,
  // Text
  length,
  matches,
  notMatches,
  like,
  contains,
  startsWith,
  endsWith,
  letterCase,
  noSurroundingSpace,
  noControlCharacters,
  asciiOnly,
  // Dates
  notInFuture,
  notOlderThan,
  weekday,
  // Several columns of a row
  columnsEqual,
  columnsOrdered,
  columnsSum,
  exactlyOneOf,
  atLeastOneOf,
  allOrNone,
  expression,
  // Keys
  primaryKey,
  unique,
  // The whole table
  rowCount,
  aggregate,
] as const satisfies readonly RuleDefinition[]

const byKind = new Map<string, RuleDefinition>(rules.map(rule => [rule.kind, rule]))

export const ruleNamed = (kind: string): RuleDefinition | undefined => byKind.get(kind)
export const ruleKinds: readonly string[] = rules.map(rule => rule.kind)
