import { expect, test } from 'vitest'
import { decodeRaw, isNullCell, readRecord } from '../../../engine/formats/csv/index.ts'
import { encode } from './arbitraries.ts'
import { utf8, withDialect } from './scan-file.ts'

test.each([
  ['a,,"b"', {}, ['a', '', 'b'], [false, false, true]],
  ['', {}, [''], [false]],
  ['"","x""y","a,b"', {}, ['', 'x"y', 'a,b'], [true, true, true]],
  ['5" x,"y', {}, ['5" x', 'y'], [false, true]],
  ['"a"b,"c" "d",e', {}, ['ab', 'c "d"', 'e'], [true, true, false]],
  ['"a\\"b","\\\\","\\n"', { escape: '\\' }, ['a"b', '\\', '\\n'], [true, true, true]],
  ['"a""b"', { escape: null }, ['a"b"'], [true]],
  ['"a";b', { delimiter: ';', quote: null }, ['"a"', 'b'], [false, false]],
  ['«a¦b«¦c', { delimiter: '¦', quote: '«', escape: '«' }, ['a¦b', 'c'], [true, false]],
  ['\uFEFFa,"\uFEFF"', {}, ['\uFEFFa', '\uFEFF'], [false, true]],
] as const)('the cells of %j %j', (text, change, cells, quoted) => {
  expect(readRecord(utf8(text), withDialect(change))).toEqual({ cells, quoted })
})

test('raw text is decoded in the encoding of the file, with U+FFFD for what it does not know', () => {
  expect(decodeRaw(Uint8Array.of(0x41, 0xff, 0x42), { encoding: 'utf-8' })).toBe('A\uFFFDB')
  expect(decodeRaw(encode('\uFEFFa\ud800b', 'utf-16le'), { encoding: 'utf-16le' })).toBe('\uFEFFa\uFFFDb')
  expect(decodeRaw(encode('é', 'utf-16be'), { encoding: 'utf-16be' })).toBe('é')
  expect(decodeRaw(Uint8Array.of(0x80, 0xe9), { encoding: 'windows-1252' })).toBe('€é')
  expect(decodeRaw(Uint8Array.of(0x80, 0xe9), { encoding: 'iso-8859-1' })).toBe('\x80é')
})

test('null tokens are compared with the whole cell, quoted or not as the dialect says', () => {
  const both = withDialect({ null_tokens: ['', 'NA'] })
  expect(['', 'NA', 'na', ' NA'].map(cell => isNullCell(cell, true, both))).toEqual([true, true, false, false])
  const plainOnly = withDialect({ null_tokens: ['', 'NA'], quoted_nulls: false })
  expect([isNullCell('', true, plainOnly), isNullCell('', false, plainOnly)]).toEqual([false, true])
})
