import { describe, expect, test } from 'vitest'
import { issuesOf } from '../support/verdict.ts'
import { expectCells, issueCodes, titleOf, type CellCase } from './cases.ts'

const cells: readonly CellCase[] = [
  { rule: { type: 'length', min: 2, max: 3 }, passes: ['ab', 'abc', '😀a', '👍🏽a', null], fails: ['', 'a', '😀', 'abcd', 'e\u0301e\u0301'] },
  { rule: { type: 'length', min: 1 }, passes: ['a', ' ', '\ufeff', null], fails: [''] },
  { rule: { type: 'length', max: 0 }, passes: ['', null], fails: ['a', '😀'] },
  { rule: { type: 'matches', pattern: '[A-Z]{2}-[0-9]+' }, passes: ['AB-1', null], fails: ['xAB-1', 'AB-1x', 'ab-1', '', 'AB-1\n', 'AB-１'] },
  { rule: { type: 'matches', pattern: 'a|b' }, passes: ['a', 'b'], fails: ['ab', 'ax', 'xb'] },
  { rule: { type: 'matches', pattern: 'a|b', ignore_case: true }, passes: ['A', 'b', 'B'], fails: ['AB'] },
  { rule: { type: 'matches', pattern: '.' }, passes: ['a', '😀', null], fails: ['', '\n', 'e\u0301'] },
  { rule: { type: 'matches', patterns: ['[0-9]{5}', '[A-Z][0-9][A-Z]'] }, passes: ['12345', 'A1B', null], fails: ['12345A1B', 'a1b', ''] },
  { rule: { type: 'matches', pattern: 'x', patterns: ['y'] }, passes: ['x', 'y'], fails: ['z'] },
  { rule: { type: 'matches', pattern: '[0-9]', anywhere: true }, passes: ['a1b', '1', null], fails: ['', 'abc', '１'] },
  { rule: { type: 'matches', pattern: 'ä', ignore_case: true }, passes: ['Ä', 'ä'], fails: ['a'] },
  { rule: { type: 'not_matches', pattern: '[0-9]+' }, passes: ['a1', '', 'abc', null], fails: ['1', '42'] },
  { rule: { type: 'not_matches', patterns: ['test', 'https?://'], anywhere: true, ignore_case: true }, passes: ['a', '', null], fails: ['a TEST b', 'see HTTP://x'] },
  { rule: { type: 'like', pattern: 'h_l%' }, passes: ['hello', 'hal', 'h😀l', null], fails: ['hl', 'Hello', '', 'xhello'] },
  { rule: { type: 'like', pattern: '100\\%' }, passes: ['100%'], fails: ['100x', '1000'] },
  { rule: { type: 'like', pattern: 'É%', ignore_case: true }, passes: ['été', 'École'], fails: ['ecole'] },
  { rule: { type: 'contains', text: 'b%' }, passes: ['ab%c', 'b%', null], fails: ['abc', 'B%', ''] },
  { rule: { type: 'contains', text: 'É😀', ignore_case: true }, passes: ['xé😀y'], fails: ['e😀'] },
  { rule: { type: 'starts_with', text: 'INV-' }, passes: ['INV-1', 'INV-', null], fails: ['inv-1', ' INV-1', 'INV', ''] },
  { rule: { type: 'starts_with', text: '\ufeff' }, passes: ['\ufeffa'], fails: ['a'] },
  { rule: { type: 'ends_with', text: '.PDF', ignore_case: true }, passes: ['a.pdf', 'b.Pdf', null], fails: ['a.pdf ', 'pdf', ''] },
  { rule: { type: 'letter_case', case: 'lower' }, passes: ['abc', 'straße', '12-#', '', '中', null], fails: ['Abc', 'É', '𐐀'] },
  { rule: { type: 'letter_case', case: 'upper' }, passes: ['ABC', '12', '', 'É', 'STRASSE', null], fails: ['aBC', 'é', '𐐨', 'ß'] },
  { rule: { type: 'no_surrounding_space' }, passes: ['a', 'a b', '', '\u200ba', null], fails: [' a', 'a ', '\ta', 'a\n', '\u00a0a', 'a\u3000', '\ufeffa', ' '] },
  { rule: { type: 'no_control_characters' }, passes: ['a b', '', 'é\u00a0', '😀', '\u200b', null], fails: ['a\tb', 'a\nb', 'a\rb', '\u0001', 'a\u007f', '\u0085', '\u009f'] },
  { rule: { type: 'no_control_characters', allow: ['line_ends'] }, passes: ['a\nb', 'a\r\nb'], fails: ['a\tb', '\u000b', '\u001b[0m'] },
  { rule: { type: 'no_control_characters', allow: ['tabs'] }, passes: ['a\tb'], fails: ['a\nb'] },
  { rule: { type: 'no_control_characters', allow: ['tabs', 'line_ends'], invisible: true }, passes: ['a\tb\n', 'é', '\u00a0'], fails: ['\ufeffa', 'a\u200db', 'a\u00adb', '\u202eabc', '\u2066', '\u0000x'] },
  { rule: { type: 'ascii_only' }, passes: ['abc ~', '', '\t\n', '\u007f', null], fails: ['é', '’', '😀', '\u0080', 'a\u00a0'] },
]

describe('one column', () => {
  test.each(cells.map((each, index) => [index, titleOf(each.rule), each] as const))('%i %s', (_index, _title, each) => expectCells(each))
})

test('wrong parameters are issues at their places', () => {
  expect(issueCodes({ type: 'length', column: 'x' })).toEqual([': missing_parameter'])
  expect(issueCodes({ type: 'length', column: 'x', min: 3, max: 2 })).toEqual(['max: empty_range'])
  expect(issueCodes({ type: 'length', column: 'x', min: -1 })).toEqual(['min: invalid_value'])
  expect(issueCodes({ type: 'matches', column: 'x' })).toEqual([': missing_parameter'])
  expect(issueCodes({ type: 'matches', column: 'x', pattern: '(' })).toEqual(['pattern: bad_pattern'])
  expect(issueCodes({ type: 'matches', column: 'x', pattern: 'a)(b' })).toEqual(['pattern: bad_pattern'])
  expect(issueCodes({ type: 'not_matches', column: 'x', patterns: ['ok', '(?=a)b'] })).toEqual(['patterns.1: bad_pattern'])
  expect(issueCodes({ type: 'like', column: 'x', pattern: 'a\\' })).toEqual(['pattern: bad_pattern'])
  expect(issueCodes({ type: 'letter_case', column: 'x', case: 'title' })).toEqual(['case: invalid_value'])
  expect(issueCodes({ type: 'no_control_characters', column: 'x', allow: ['tab'] })).toEqual(['allow.0: invalid_value'])
  for (const type of ['contains', 'starts_with', 'ends_with']) {
    expect(issueCodes({ type, column: 'x' }), type).toEqual(['text: missing_key'])
    expect(issueCodes({ type, column: 'x', text: '' }), type).toEqual(['text: invalid_value'])
  }
})

test('rules about text refuse columns of other types, and say how to select text', () => {
  const wanting = [['length', { min: 1 }], ['matches', { pattern: 'a' }], ['not_matches', { pattern: 'a' }], ['like', { pattern: 'a' }], ['contains', { text: 'a' }], ['starts_with', { text: 'a' }],
    ['ends_with', { text: 'a' }], ['letter_case', { case: 'lower' }], ['no_surrounding_space', {}], ['no_control_characters', {}], ['ascii_only', {}]] as const
  for (const [type, params] of wanting) {
    expect(issueCodes({ type, columns: '*', ...params }, { x: 'string', n: 'integer' }), type).toEqual([': not_text'])
    expect(issueCodes({ type, columns: { type: 'string' }, ...params }, { x: 'string', n: 'integer' }), type).toEqual([])
  }
})

test('the offset of a bad pattern is passed on', () => {
  const [issue] = issuesOf({ rules: [{ type: 'matches', column: 'x', pattern: 'ab(?=c)' }] }, ['x'])
  expect(issue).toMatchObject({ code: 'bad_pattern', path: ['rules', 0, 'pattern'], offset: 2 })
})
