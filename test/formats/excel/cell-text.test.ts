import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DateTexts, isoText, numberText } from '../../../engine/formats/excel/cell-text.ts'
import { builtInDateFormat, dateFormatOf } from '../../../engine/formats/excel/number-format.ts'

test.each([
  ['0', '0'], ['-0', '0'], ['1', '1'], ['1.0', '1'], ['1.50', '1.5'], ['0.1', '0.1'], ['0.10000000000000001', '0.1'], ['1E3', '1000'], ['1e-7', '1e-7'],
  ['0.0000001', '1e-7'], ['0.000001', '0.000001'], ['.5', '0.5'], ['5.', '5'], ['007', '7'], ['12345678901234567890', '12345678901234567000'],
  ['1E+21', '1e+21'], ['3.0000000000000004', '3.0000000000000004'], ['9007199254740993', '9007199254740992'], ['1e400', '1e400'], ['-2.5', '-2.5'], ['what', 'what'], ['', ''], ['-', '-'],
])('number %s is %s', (raw, text) => expect(numberText(raw)).toBe(text))

test('a number is what ECMAScript writes for its double', () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 17 }), (number, digits) => {
    const raws = [String(number), number.toPrecision(Math.max(1, digits)), number.toExponential(digits), ...Math.abs(number) < 1e15 ? [number.toFixed(digits)] : []]
    for (const raw of raws) if (Number.isFinite(Number(raw))) expect(numberText(raw)).toBe(String(Number(raw)))
  }))
})

test.each([
  ['yyyy-mm-dd', 'date'], ['m/d/yy', 'date'], ['[$-409]d-mmm-yy;@', 'date'], ['dddd', 'date'], ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 'date'], ['mmm', 'date'], ['[$-411]ggge"年"m"月"d"日"', 'date'],
  ['h:mm', 'time'], ['h:mm:ss AM/PM', 'time'], ['mm:ss.0', 'time'], ['[$-F400]h:mm:ss\\ AM/PM', 'time'], ['h"时"mm"分"', 'time'],
  ['yyyy-mm-dd hh:mm', 'datetime'], ['d.m.yyyy h:mm:ss.000', 'datetime'], ['[Red]dd/mm/yyyy\\ hh:mm', 'datetime'],
  ['[h]:mm', 'elapsed'], ['[mm]:ss', 'elapsed'], ['[ss].00', 'elapsed'],
  ['General', undefined], ['0.00', undefined], ['#,##0 "days"', undefined], ['0.00E+00', undefined], ['@', undefined], ['[Red]0;[Blue]-0', undefined], ['[$€-407] #,##0.00', undefined],
  ['0%', undefined], ['\\d0', undefined], ['_(* #,##0_);_(* (#,##0)', undefined], ['"y"0', undefined], ['# ?/?', undefined], ['', undefined], ['0;yyyy', 'date'],
])('format %s is %s', (code, kind) => expect(dateFormatOf(code)?.kind).toBe(kind))

test('built-in formats', () => {
  expect([0, 1, 9, 14, 18, 22, 27, 37, 45, 46, 49, 57].map(id => builtInDateFormat(id)?.kind)).toEqual([
    undefined, undefined, undefined, 'date', 'time', 'datetime', 'either', undefined, 'time', 'elapsed', undefined, 'either',
  ])
})

const text = (serial: string, code: string, is1904 = false): string => new DateTexts(is1904).text(serial, dateFormatOf(code) ?? { kind: 'either', hasFraction: false })

test.each([
  // The system of 1900, in which February had 29 days.
  ['0', 'yyyy-mm-dd', '1900-01-00'], ['1', 'yyyy-mm-dd', '1900-01-01'], ['59', 'yyyy-mm-dd', '1900-02-28'], ['60', 'yyyy-mm-dd', '1900-02-29'], ['61', 'yyyy-mm-dd', '1900-03-01'],
  ['25569', 'm/d/yy', '1970-01-01'], ['45351', 'yyyy-mm-dd', '2024-02-29'], ['2958465', 'yyyy-mm-dd', '9999-12-31'], ['2958466', 'yyyy-mm-dd', '2958466'], ['-1', 'yyyy-mm-dd', '-1'], ['1e99', 'yyyy-mm-dd', '1e+99'],
  ['45351.5', 'yyyy-mm-dd hh:mm', '2024-02-29T12:00:00'], ['45351.4375', 'yyyy-mm-dd hh:mm:ss', '2024-02-29T10:30:00'], ['45351', 'yyyy-mm-dd hh:mm:ss', '2024-02-29T00:00:00'],
  ['60.25', 'yyyy-mm-dd hh:mm', '1900-02-29T06:00:00'],
  // Numbers that are a second but for rounding.
  ['43831.5208333', 'yyyy-mm-dd hh:mm:ss', '2020-01-01T12:30:00'], ['45350.99999999999', 'yyyy-mm-dd', '2024-02-29'], ['0.9999999999', 'h:mm', '00:00:00'], ['45351.999999999', 'yyyy-mm-dd hh:mm', '2024-03-01T00:00:00'],
  ['45351.50000144676', 'yyyy-mm-dd hh:mm:ss.000', '2024-02-29T12:00:00.125'], ['45351.500002893516', 'yyyy-mm-dd hh:mm:ss', '2024-02-29T12:00:00.25'],
  ['0.75', 'h:mm', '18:00:00'], ['0.5', 'h:mm:ss AM/PM', '12:00:00'], ['45351.25', 'h:mm', '06:00:00'],
  ['1.5', '[h]:mm', '36:00'], ['1.5', '[h]:mm:ss', '36:00:00'], ['0.0006944444444444445', '[mm]:ss', '01:00'], ['0.5', '[ss]', '43200'], ['0.00001157407407407407', '[h]:mm:ss.00', '0:00:01.00'], ['0.99999999999', '[h]:mm', '24:00'],
  ['100', '[hh]"h" mm"m"', '2400h 00m'],
  ['45351', '', '2024-02-29'], ['45351.5', '', '2024-02-29T12:00:00'], ['0.5', '', '12:00:00'],
])('serial %s as %s is %s', (serial, code, expected) => expect(text(serial, code)).toBe(expected))

test.each([['0', '1904-01-01'], ['1', '1904-01-02'], ['60', '1904-03-01'], ['43889', '2024-02-29'], ['2957003', '9999-12-31'], ['2957004', '2957004']])('serial %s of 1904 is %s', (serial, expected) =>
  expect(text(serial, 'yyyy-mm-dd', true)).toBe(expected))

test('what a format hides is counted', () => {
  const dates = new DateTexts(false)
  for (const [serial, code] of [['45351.5', 'yyyy-mm-dd'], ['45351.5', 'h:mm'], ['45351', 'yyyy-mm-dd'], ['0.5', 'h:mm'], ['45351.5', 'yyyy-mm-dd h:mm']] as const) dates.text(serial, dateFormatOf(code)!)
  expect(dates.hiddenParts).toBe(2)
})

test.each([
  ['2024-02-29', undefined, '2024-02-29'], ['2024-02-29T10:30:00', undefined, '2024-02-29T10:30:00'], ['2024-02-29T10:30', undefined, '2024-02-29T10:30:00'], ['2024-02-29T00:00:00.000', 'yyyy-mm-dd', '2024-02-29'],
  ['2024-02-29T00:00:00', 'yyyy-mm-dd hh:mm', '2024-02-29T00:00:00'], ['2024-02-29T10:30:00.250Z', undefined, '2024-02-29T10:30:00.25Z'], ['10:30', undefined, '10:30'],
])('the ISO date %s (%s) is %s', (raw, code, expected) => expect(isoText(raw, code === undefined ? undefined : dateFormatOf(code))).toBe(expected))
