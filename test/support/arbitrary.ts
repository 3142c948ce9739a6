import fc from 'fast-check'
import { nastyText, repetitiveText } from '../data/nasty.ts'

export { nastyText, repetitiveText }

/** Texts that are equal to one another now and then, in some case. */
export const wordText: fc.Arbitrary<string> = fc.constantFrom('', 'a', 'A', 'ab', 'É', 'é', 'ß', 'N/A', 'n/a', '-', 'true', 'FALSE', 'x,y', 'x,y,z', ',', '😀', "it's", '\\1')

const EDGES = ['0', '-0', '0.0', '+7', '007', '.5', '5.', '1e3', '1.005', '2.675', '-2.5', '0.1', '1e-7', '1e21', '123456789012345680000', '9007199254740993', '9223372036854775807',
  '9223372036854775808', '-9223372036854775808', '1e308', '1e309', '5e-324', '1e-400', '999999999999999999.999', '0.000001', '12345678.5', '-1e15', '4503599627370497.5'] as const
const ALMOST = ['1_000', '0x10', 'nan', 'inf', 'Infinity', '1e', '--1', '1,5', '1.234,50', '1,234.50', '(12.50)', '12-', '12 %', '$5', '5 €', '１', '1\u00a0000', "1'000", '.', '+', '1 2'] as const

/** Numbers as people and machines write them: plain, at the edges of their types, and what only looks like one. */
export const numberText: fc.Arbitrary<string> = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.tuple(fc.integer({ min: -10_000_000, max: 10_000_000 }), fc.integer({ min: 1, max: 6 })).map(([units, digits]) => String(units / 10 ** digits)),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }).map(String),
  fc.constantFrom(...EDGES),
  fc.constantFrom(...ALMOST),
  fc.tuple(fc.constantFrom(' ', '\t', '\u00a0', '\n', '+', '-'), fc.constantFrom(...EDGES)).map(parts => parts.join('')),
)

const two = (max: number): fc.Arbitrary<string> => fc.integer({ min: 0, max }).map(n => String(n).padStart(2, '0'))
const year = fc.oneof(fc.constantFrom('0000', '0001', '1582', '1900', '1969', '1970', '2000', '2023', '2024', '9999', '10000', '24'), fc.integer({ min: 1, max: 9999 }).map(n => String(n).padStart(4, '0')))

/** Dates around the limits of months, leap years and the calendar, some with a clock, some in other orders, some none at all. */
export const dateText: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(year, two(13), two(32)).map(parts => parts.join('-')),
  fc.tuple(year, fc.constantFrom('01', '02', '12'), fc.constantFrom('01', '28', '29', '30', '31')).map(parts => parts.join('-')),
  fc.tuple(two(32), two(13), year).map(parts => parts.join('/')),
  fc.tuple(year, fc.constantFrom('-01-01T', '-12-31 ', '-02-29T'), fc.constantFrom('00:00', '23:59:59', '23:59:59.999999', '24:00', '12:00:60', '9:00'), fc.constantFrom('', 'Z', '+02:00', '-1130')).map(parts => parts.join('')),
  fc.constantFrom('epoch', 'infinity', '2024-2-3', '2024-02-29 ', '20240229', '2024-02-29 (BC)'),
)

/** A cell as a reader hands it over: any kind of text, or null. */
export const cell: fc.Arbitrary<string | null> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 4, arbitrary: nastyText() },
  { weight: 3, arbitrary: wordText },
  { weight: 3, arbitrary: numberText },
  { weight: 2, arbitrary: dateText },
  { weight: 1, arbitrary: repetitiveText() },
)

/** Rows of that many cells. Most columns hold mostly one kind of text, as columns do. */
export function rowsOf(columns: number, { maxRows = 12 }: { readonly maxRows?: number } = {}): fc.Arbitrary<(string | null)[][]> {
  const kinds = [cell, nastyText(), wordText, numberText, dateText] as const
  const column = fc.constantFrom(...kinds).map((kind): fc.Arbitrary<string | null> => fc.oneof({ weight: 5, arbitrary: kind }, { weight: 1, arbitrary: cell }))
  return fc.tuple(...Array.from({ length: columns }, () => column)).chain(cells => fc.array(fc.tuple(...cells), { minLength: 1, maxLength: maxRows }))
}
