import { expect, test } from 'vitest'
import { complaints, complaint, readA, run, runOn } from './run.ts'

test('a broad selector passes over columns of other types, a named one is an issue', async () => {
  expect(await run(['a', 'b'], [['1', ' x ']], readA, { type: 'case', columns: '*', to: 'upper' })).toEqual([['1', ' X ']])
  expect(complaints(['a', 'b'], readA, { type: 'case', columns: { matches: '.' }, to: 'upper' })).toEqual([])
  expect(complaints(['a', 'b'], readA, { type: 'case', columns: ['b', 'a'], to: 'upper' })).toEqual(['not_text columns.1'])
  expect(complaints(['a', 'b'], readA, { type: 'case', columns: 'a', to: 'upper' })).toEqual(['not_text columns'])
  expect(complaint(['a'], readA, { type: 'trim', columns: '*' })).toMatchObject({ code: 'no_columns', severity: 'warning' })
})

test('trim at either end', async () => {
  const cells = [' a ', '\u00a0\ta\u3000', '\ufeff', '', null, 'a b']
  expect(await runOn(cells, { type: 'trim', columns: '*' })).toEqual(['a', 'a', '', '', null, 'a b'])
  expect(await runOn(cells, { type: 'trim', columns: '*', side: 'start' })).toEqual(['a ', 'a\u3000', '', '', null, 'a b'])
  expect(await runOn(cells, { type: 'trim', columns: '*', side: 'end' })).toEqual([' a', '\u00a0\ta', '', '', null, 'a b'])
})

test('collapse_whitespace', async () => {
  const cells = ['  a \t b\n\nc ', '\u00a0a\u2009\u3000b\ufeff', ' ', '', null, 'a\u200bb', '😀  😀']
  expect(await runOn(cells, { type: 'collapse_whitespace', columns: '*' })).toEqual(['a b c', 'a b', '', '', null, 'a\u200bb', '😀 😀'])
  expect(await runOn(cells, { type: 'collapse_whitespace', columns: '*', trim: false })).toEqual([' a b c ', ' a b ', ' ', '', null, 'a\u200bb', '😀 😀'])
})

test('case', async () => {
  const cells = ['éLAN vital', 'ß', 'İi', '𐐀𐐨', '', null, ' a', 'ΑΣ']
  expect(await runOn(cells, { type: 'case', columns: 'a', to: 'upper' })).toEqual(['ÉLAN VITAL', 'ẞ', 'İI', '𐐀𐐀', '', null, ' A', 'ΑΣ'])
  expect(await runOn(cells, { type: 'case', columns: 'a', to: 'lower' })).toEqual(['élan vital', 'ß', 'ii', '𐐨𐐨', '', null, ' a', 'ας'.replace('ς', 'σ')])
  expect(await runOn(cells, { type: 'case', columns: 'a', to: 'sentence' })).toEqual(['Élan vital', 'ẞ', 'İi', '𐐀𐐨', '', null, ' a', 'Ασ'])
  expect(complaints(['a'], { type: 'case', columns: 'a', to: 'title' })).toEqual(['invalid_value to'])
})

test('replace a literal text', async () => {
  const cells = ['a-b-c', '.*', '', null, '😀-😀', "it's"]
  expect(await runOn(cells, { type: 'replace', columns: 'a', find: '-', replacement: '' })).toEqual(['abc', '.*', '', null, '😀😀', "it's"])
  expect(await runOn(cells, { type: 'replace', columns: 'a', find: '.*', replacement: '\\1$1' })).toEqual(['a-b-c', '\\1$1', '', null, '😀-😀', "it's"])
  expect(await runOn(cells, { type: 'replace', columns: 'a', find: '😀', replacement: "'" })).toEqual(['a-b-c', '.*', '', null, "'-'", "it's"])
})

test('replace what a pattern matches', async () => {
  const cells = ['2024-02-29', 'a', '', null, '1-😀-3']
  expect(await runOn(cells, { type: 'replace', columns: 'a', find: '([0-9]+)-(.)', replacement: '\\2/\\1', regex: true })).toEqual(['0/20242/29', 'a', '', null, '😀/1-3'])
  expect(await runOn(cells, { type: 'replace', columns: 'a', find: '(?i)A|^$', replacement: '<\\0>', regex: true })).toEqual(['2024-02-29', '<a>', '<>', null, '1-😀-3'])
  expect(await runOn(cells, { type: 'replace', columns: 'a', find: '.', replacement: '\\\\', regex: true })).toEqual(['\\'.repeat(10), '\\', '', null, '\\'.repeat(5)])
})

test('replace says what is wrong', () => {
  const wrong = (params: object) => complaints(['a'], { type: 'replace', columns: 'a', ...params })
  expect(wrong({ find: '(', regex: true })).toEqual(['bad_pattern find'])
  expect(wrong({ find: 'x(?=y)', regex: true })).toEqual(['bad_pattern find'])
  expect(complaint(['a'], { type: 'replace', columns: 'a', find: 'x(?=y)', regex: true }).offset).toBe(1)
  expect(wrong({ find: '(a)', replacement: '\\2', regex: true })).toEqual(['bad_replacement replacement'])
  expect(wrong({ find: '(', replacement: '\\2' })).toEqual([])
  expect(wrong({ find: '' })).toEqual(['invalid_value find'])
  expect(wrong({ find: 'a', replace_with: 'b' })).toEqual(['unknown_key replace_with'])
})

test('pad never cuts', async () => {
  const cells = ['7', '12345', '1234567', '', null, '😀', 'é']
  expect(await runOn(cells, { type: 'pad', columns: 'a', length: 5, fill: '0' })).toEqual(['00007', '12345', '1234567', '00000', null, '0000😀', '0000é'])
  expect(await runOn(cells, { type: 'pad', columns: 'a', length: 3, fill: '😀-', side: 'end' })).toEqual(['7😀-', '12345', '1234567', '😀-😀', null, '😀😀-', 'é😀-'])
  expect(await runOn(['7'], { type: 'pad', columns: 'a', length: 3 })).toEqual(['  7'])
  expect(complaints(['a'], { type: 'pad', columns: 'a', length: 0 })).toEqual(['invalid_value length'])
  expect(complaints(['a'], { type: 'pad', columns: 'a', length: 3, fill: '' })).toEqual(['invalid_value fill'])
  expect(complaints(['a'], { type: 'pad', columns: 'a' })).toEqual(['missing_key length'])
})

test('substring counts code points, from either end', async () => {
  const cells = ['hello', 'a😀b', 'x', '', null]
  expect(await runOn(cells, { type: 'substring', columns: 'a', start: 2, length: 2 })).toEqual(['el', '😀b', '', '', null])
  expect(await runOn(cells, { type: 'substring', columns: 'a', start: -2 })).toEqual(['lo', '😀b', 'x', '', null])
  expect(await runOn(cells, { type: 'substring', columns: 'a', start: -4, length: 2 })).toEqual(['el', 'a', '', '', null])
  expect(await runOn(cells, { type: 'substring', columns: 'a', start: 1 })).toEqual(cells)
  expect(complaints(['a'], { type: 'substring', columns: 'a', start: 0 })).toEqual(['invalid_value start'])
  expect(complaints(['a'], { type: 'substring', columns: 'a', start: 1, length: 0 })).toEqual(['invalid_value length'])
})

test('substring of ASCII columns, where the engine takes another path', async () => {
  const cells = ['hello', 'ab', 'x', '']
  expect(await runOn(cells, { type: 'substring', columns: 'a', start: -7, length: 3 })).toEqual(['h', '', '', ''])
  expect(await runOn(cells, { type: 'substring', columns: 'a', start: -3, length: 2 })).toEqual(['ll', 'a', '', ''])
})

test('strip_control_characters', async () => {
  const cells = ['a\u0001b\tc\nd\re\u007ff\u0085g\u0000', '\ufeffx\u200by\u00adz', '👨‍👩‍👧', '', null]
  const kept = '👨‍👩‍👧'
  expect(await runOn(cells, { type: 'strip_control_characters', columns: '*' })).toEqual(['ab\tc\nd\refg', '\ufeffx\u200by\u00adz', kept, '', null])
  expect(await runOn(cells, { type: 'strip_control_characters', columns: '*', keep_layout: false })).toEqual(['abcdefg', '\ufeffx\u200by\u00adz', kept, '', null])
  expect(await runOn(cells, { type: 'strip_control_characters', columns: '*', invisible: true })).toEqual(['ab\tc\nd\refg', 'xyz', kept, '', null])
})
