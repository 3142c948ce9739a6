import { lowerText, upperText } from '../../data/letter-case.ts'
import { compilePattern, extractGroup, matchesPart, matchesWhole, replaceAll, type Pattern } from '../../data/pattern.ts'
import {
  containsText, endsWith, leftText, likeToMatcher, ltrim, padLeft, padRight, replaceLiteral, rightText, rtrim, startsWith,
  substringText, textLength, trimText,
} from '../../data/text.ts'
import { assert, present } from '../../base/assert.ts'
import { formatValue } from '../../data/cast.ts'
import type { Value } from '../../data/type.ts'
import { defineFunctions, type Signature } from './define.ts'

const str = (value: Value | undefined): string => value as string
const int = (value: Value | undefined): number => Number(value)

/** Patterns are checked when the recipe is; one that does not compile here is our own bug. */
function pattern(source: Value | undefined): Pattern {
  const compiled = compilePattern(str(source))
  assert(compiled.ok, `pattern was not checked: ${str(source)}`)
  return compiled.pattern
}

/** As with patterns. */
function likeMatcher(source: string): (text: string) => boolean {
  return present(likeToMatcher(source), `a checked LIKE pattern: ${source}`)
}

const TEXT_TO_TEXT: readonly Signature[] = [{ params: ['textual'], result: 'string' }]
const TWO_TEXTS_TO_BOOLEAN: readonly Signature[] = [{ params: ['textual', 'textual'], result: 'boolean' }]
const TEXT_COUNT: readonly Signature[] = [{ params: ['textual', 'integer'], result: 'string' }]
const PAD: readonly Signature[] = [{ params: ['textual', 'integer', 'fill'], result: 'string' }]

/** Positions and lengths count code points. */
export const textFunctions = defineFunctions({
  concat_op: {
    signatures: [{ params: ['textual', 'textual'], result: 'string' }],
    usage: 'a || b', doc: 'Texts joined; null when either is.', example: ["'a' || 'b'", 'ab'], operator: true,
    evaluate: ([a, b]) => str(a) + str(b),
  },
  concat: {
    signatures: [{ params: ['textual'], variadic: true, result: 'string' }],
    usage: 'concat(a, b, …)', doc: 'Texts joined; nulls are skipped.', example: ["concat('a', null, 'b')", 'ab'], acceptsNull: true,
    evaluate: args => args.map(value => value ?? '').join(''),
  },
  to_text: {
    signatures: [{ params: ['T'], result: 'string' }],
    usage: 'to_text(a)', doc: 'The value written as text: ISO 8601 dates, the shortest form of a number.', example: ['to_text(1.50)', '1.5'],
    evaluate: ([a = null], [type]) => { assert(type, 'to_text has one argument'); return formatValue(a, type) },
  },
  lower: { signatures: TEXT_TO_TEXT, usage: 'lower(a)', doc: 'Lower case, one code point to one code point.', example: ["lower('ÀB')", 'àb'], evaluate: ([a]) => lowerText(str(a)) },
  upper: { signatures: TEXT_TO_TEXT, usage: 'upper(a)', doc: 'Upper case, one code point to one code point.', example: ["upper('àb')", 'ÀB'], evaluate: ([a]) => upperText(str(a)) },
  trim: { signatures: TEXT_TO_TEXT, usage: 'trim(a)', doc: 'Without white space at both ends (Unicode spaces, tabs, line ends).', example: ["trim('  a ')", 'a'], evaluate: ([a]) => trimText(str(a)) },
  ltrim: { signatures: TEXT_TO_TEXT, usage: 'ltrim(a)', doc: 'Without white space at the start.', example: ["ltrim('  a')", 'a'], evaluate: ([a]) => ltrim(str(a)) },
  rtrim: { signatures: TEXT_TO_TEXT, usage: 'rtrim(a)', doc: 'Without white space at the end.', example: ["rtrim('a  ')", 'a'], evaluate: ([a]) => rtrim(str(a)) },
  length: {
    signatures: [{ params: ['textual'], result: 'integer' }], usage: 'length(a)', doc: 'How many code points.', example: ["length('a😀')", '2'],
    evaluate: ([a]) => BigInt(textLength(str(a))),
  },
  substr: {
    signatures: [{ params: ['textual', 'integer', 'integer'], required: 2, result: 'string' }],
    usage: 'substr(a, start, length)', doc: 'Part of a text; start counts from 1, from the end when negative.', example: ["substr('hello', 2, 3)", 'ell'],
    evaluate: ([a, start, length]) => substringText(str(a), int(start), length === undefined ? undefined : int(length)),
  },
  left: { signatures: TEXT_COUNT, usage: 'left(a, n)', doc: 'The first n code points; all but the last -n when n is negative.', example: ["left('hello', -1)", 'hell'], evaluate: ([a, n]) => leftText(str(a), int(n)) },
  right: { signatures: TEXT_COUNT, usage: 'right(a, n)', doc: 'The last n code points; all but the first -n when n is negative.', example: ["right('hello', 2)", 'lo'], evaluate: ([a, n]) => rightText(str(a), int(n)) },
  lpad: { signatures: PAD, usage: 'lpad(a, n, fill)', doc: 'Filled on the left, or cut, to n code points.', example: ["lpad('7', 3, '0')", '007'], evaluate: ([a, n, fill]) => padLeft(str(a), int(n), str(fill)) ?? null },
  rpad: { signatures: PAD, usage: 'rpad(a, n, fill)', doc: 'Filled on the right, or cut, to n code points.', example: ["rpad('7', 3, '.')", '7..'], evaluate: ([a, n, fill]) => padRight(str(a), int(n), str(fill)) ?? null },
  replace: {
    signatures: [{ params: ['textual', 'textual', 'textual'], result: 'string' }],
    usage: 'replace(a, from, to)', doc: 'Every occurrence of a literal text replaced.', example: ["replace('a-b-c', '-', '')", 'abc'],
    evaluate: ([a, from, to]) => replaceLiteral(str(a), str(from), str(to)),
  },
  replace_regex: {
    signatures: [{ params: ['textual', 'pattern', 'replacement'], result: 'string' }],
    usage: 'replace_regex(a, pattern, to)', doc: 'Every match of an RE2 pattern replaced; \\1 stands for the first group.', example: ["replace_regex('2024-02', '([0-9]+)-([0-9]+)', '\\2/\\1')", '02/2024'],
    evaluate: ([a, source, to]) => replaceAll(str(a), pattern(source), str(to)) ?? null,
  },
  extract: {
    signatures: [{ params: ['textual', 'pattern', 'constant_integer'], required: 2, result: 'string' }],
    usage: 'extract(a, pattern, group = 0)', doc: 'The first match of an RE2 pattern, or one of its groups; empty text when there is none.', example: ["extract('id-42', '[0-9]+')", '42'],
    evaluate: ([a, source, group = 0n]) => extractGroup(str(a), pattern(source), int(group)) ?? '',
  },
  matches: {
    signatures: [{ params: ['textual', 'pattern'], result: 'boolean' }], usage: 'matches(a, pattern)', doc: 'Whether the whole text matches an RE2 pattern.', example: ["matches('ab12', '[a-z]+[0-9]+')", 'true'],
    evaluate: ([a, source]) => matchesWhole(str(a), pattern(source)),
  },
  contains_match: {
    signatures: [{ params: ['textual', 'pattern'], result: 'boolean' }], usage: 'contains_match(a, pattern)', doc: 'Whether any part of the text matches an RE2 pattern.', example: ["contains_match('ab12', '[0-9]')", 'true'],
    evaluate: ([a, source]) => matchesPart(str(a), pattern(source)),
  },
  like: {
    signatures: [{ params: ['textual', 'like_pattern'], result: 'boolean' }], usage: "a like 'A_%'", doc: 'Whole text against a pattern: _ is one code point, % any run; a backslash makes the next one literal.', example: ["'hello' like 'h_l%'", 'true'], operator: true,
    evaluate: ([a, source]) => likeMatcher(str(source))(str(a)),
  },
  ilike: {
    signatures: [{ params: ['textual', 'like_pattern'], result: 'boolean' }], usage: "a ilike 'A_%'", doc: 'As like, both sides in lower case.', example: ["'HELLO' ilike 'h_l%'", 'true'], operator: true,
    evaluate: ([a, source]) => likeMatcher(lowerText(str(source)))(lowerText(str(a))),
  },
  contains: { signatures: TWO_TEXTS_TO_BOOLEAN, usage: 'contains(a, part)', doc: 'Whether a literal text occurs.', example: ["contains('hello', 'ell')", 'true'], evaluate: ([a, b]) => containsText(str(a), str(b)) },
  starts_with: { signatures: TWO_TEXTS_TO_BOOLEAN, usage: 'starts_with(a, part)', doc: 'Whether the text begins so.', example: ["starts_with('hello', 'he')", 'true'], evaluate: ([a, b]) => startsWith(str(a), str(b)) },
  ends_with: { signatures: TWO_TEXTS_TO_BOOLEAN, usage: 'ends_with(a, part)', doc: 'Whether the text ends so.', example: ["ends_with('hello', 'lo')", 'true'], evaluate: ([a, b]) => endsWith(str(a), str(b)) },
})
