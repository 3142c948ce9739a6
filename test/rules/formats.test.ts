import { isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formats, formatNamed } from '../../engine/rules/formats/index.ts'
import { formatMessage } from '../../engine/plan/index.ts'
import { judgeBoth, planOf, verdictOf } from '../support/verdict.ts'
import { expectCells, issueCodes } from './cases.ts'

test('every format has a name of its own and whole sentences', () => {
  expect(new Set(formats.map(each => each.name)).size).toBe(formats.length)
  expect(formatNamed('email')?.title).toBe('E-mail address')
  for (const { name, doc, noun, title } of formats) {
    expect(doc, name).toMatch(/^.+\.$/s)
    expect(noun, name).toMatch(/^[a-zA-Z].*[^.\s]$/)
    expect(title, name).toMatch(/^[A-Z].*[^.\s]$/)
  }
})

describe.each(formats.map(each => [each.name, each] as const))('%s', (name, { examples, counterExamples }) => {
  test('accepts its examples and refuses its counterexamples', () =>
    expectCells({ rule: { type: 'format', format: name }, passes: [null, ...examples], fails: counterExamples }))

  test('accepts no example with something around it', () => {
    const strange = name === 'doi' ? [] : ['\u{1f600}'] // a DOI may end with any sign
    const around = examples.flatMap(text => [` ${text}`, `${text} `, `${text}\n`, `\ufeff${text}`, ...strange.map(sign => text + sign)])
    return expectCells({ rule: { type: 'format', format: name }, passes: [], fails: around })
  })
})

test('every format says the same of every other format’s examples, on both backends', async () => {
  const texts = [...new Set(formats.flatMap(each => [...each.examples, ...each.counterExamples]))]
  const mutated = texts.flatMap((text, index) => {
    const at = index % Math.max(1, text.length)
    return [text.slice(0, at) + text.slice(at + 1), `${text.slice(0, at)}${String((index * 7) % 10)}${text.slice(at + 1)}`, text.toUpperCase()]
  })
  const rules = formats.map(({ name }) => ({ id: name, type: 'format', column: 'x', format: name }))
  const rows = [...new Set([...texts, ...mutated])].map(text => [text])
  const judged = await judgeBoth({ columns: ['x'], rows, recipe: { rules } })
  expect(judged.rows).toHaveLength(rows.length)
})

/** Which of the texts are of a format. */
async function accepted(format: string, texts: readonly string[]): Promise<readonly boolean[]> {
  const verdict = await verdictOf({ columns: ['x'], rows: texts.map(text => [text]), recipe: { rules: [{ id: 'r', type: 'format', column: 'x', format }] } })
  const failing = new Set(verdict.r)
  return texts.map((_, index) => !failing.has(index + 1))
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
const DIGITS = '0123456789'.split('')

describe('against another judge', () => {
  const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns = 300): T[] => fc.sample(arbitrary, { numRuns, seed: 11 })
  const digits = (length: number): fc.Arbitrary<string> => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map(each => each.join(''))

  test('ipv6 and ipv4: node:net', async () => {
    const part = fc.oneof({ weight: 6, arbitrary: fc.constantFrom('0', '1', 'ff', 'ABCD', 'db8', '12345') }, { weight: 3, arbitrary: fc.constantFrom('', ':') }, { weight: 1, arbitrary: fc.constant('1.2.3.4') })
    const texts = [...sample(fc.array(part, { minLength: 1, maxLength: 9 }).map(each => each.join(':')), 1500), ...sample(fc.ipV6(), 200)]
    expect(await accepted('ipv6', texts)).toEqual(texts.map(text => isIPv6(text)))
    const four = [...sample(fc.array(fc.constantFrom('0', '1', '10', '099', '255', '256', '300', '', '-1'), { minLength: 3, maxLength: 5 }).map(each => each.join('.'))), ...sample(fc.ipV4(), 50)]
    expect(await accepted('ipv4', four)).toEqual(four.map(text => isIPv4(text)))
  })

  const luhn = (text: string): boolean => Array.from(text).reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return sum + (value > 9 ? value - 9 : value)
  }, 0) % 10 === 0

  test('credit_card and imei: Luhn digit by digit', async () => {
    const cards = sample(fc.integer({ min: 12, max: 19 }).chain(digits)).map(text => text.replace(/^0/, '4'))
    const completed = cards.map(text => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(check => text.slice(0, -1) + String(check)).find(luhn) ?? '')
    expect(await accepted('credit_card', [...cards, ...completed])).toEqual([...cards.map(luhn), ...completed.map(() => true)])
    const devices = sample(digits(15))
    expect(await accepted('imei', devices)).toEqual(devices.map(luhn))
  })

  test('iban: MOD 97-10 over big integers, for every country', async () => {
    const remainder = (rearranged: string): bigint => BigInt(rearranged.replace(/[A-Z]/g, letter => String(letter.charCodeAt(0) - 55))) % 97n
    const filled = accounts().flatMap(({ country, structure }, index) => [0, 1, 2].map(round => ({ country, account: structure.replace(/([0-9]+)([nac])/g, (_, length: string, kind: string) =>
      Array.from({ length: Number(length) }, (_each, at) => (kind === 'n' ? '0123456789' : kind === 'a' ? 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' : '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ').charAt((index * 31 + at * 17 + round * 13) % (kind === 'n' ? 10 : kind === 'a' ? 26 : 36))).join('')) })))
    const checks = filled.map(({ country, account }) => 98n - remainder(`${account}${country}00`))
    const right = filled.map(({ country, account }, index) => `${country}${String(checks[index]).padStart(2, '0')}${account}`)
    const wrong = filled.map(({ country, account }, index) => `${country}${String((checks[index] ?? 0n) % 97n + 2n).padStart(2, '0')}${account}`)
    expect(right).toHaveLength(267)
    expect(await accepted('iban', right)).toEqual(right.map(() => true))
    expect(await accepted('iban', wrong)).toEqual(wrong.map(text => remainder(`${text.slice(4)}${text.slice(0, 4)}`) === 1n))
  })

  test('isin: Luhn over the expanded letters', async () => {
    const texts = sample(fc.tuple(fc.array(fc.constantFrom(...LETTERS), { minLength: 2, maxLength: 2 }), fc.array(fc.constantFrom(...LETTERS.slice(-5), ...DIGITS), { minLength: 9, maxLength: 9 }), fc.integer({ min: 0, max: 9 })).map(each => each.flat().join('')))
    expect(await accepted('isin', texts)).toEqual(texts.map(text => luhn(text.replace(/[A-Z]/g, letter => String(letter.charCodeAt(0) - 55)))))
  })

  test('ean13, ean8, isbn10, issn, orcid: weighted sums', async () => {
    const weighted = (text: string, weights: readonly number[]): number => Array.from(text).reduce((sum, character, index) => sum + (character === 'X' ? 10 : Number(character)) * (weights[index] ?? 0), 0)
    const ean13 = sample(digits(13))
    expect(await accepted('ean13', ean13)).toEqual(ean13.map(text => weighted(text, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0))
    const ean8 = sample(digits(8))
    expect(await accepted('ean8', ean8)).toEqual(ean8.map(text => weighted(text, [3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0))
    const withX = (length: number) => sample(fc.tuple(digits(length - 1), fc.constantFrom(...DIGITS, 'X', 'X')).map(each => each.join('')), 400)
    const isbn10 = withX(10)
    expect(await accepted('isbn10', isbn10)).toEqual(isbn10.map(text => weighted(text, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0))
    const issn = withX(8)
    expect(await accepted('issn', issn.map(text => `${text.slice(0, 4)}-${text.slice(4)}`))).toEqual(issn.map(text => weighted(text, [8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0))
    const orcid = withX(16)
    const mod11 = (text: string): boolean => {
      const total = Array.from(text.slice(0, 15)).reduce((sum, digit) => (sum + Number(digit)) * 2, 0)
      return (12 - total % 11) % 11 === (text.endsWith('X') ? 10 : Number(text.slice(-1)))
    }
    expect(await accepted('orcid', orcid.map(text => text.replace(/(.{4})(?=.)/g, '$1-')))).toEqual(orcid.map(mod11))
  })

  test('base64: Buffer', async () => {
    const texts = sample(fc.uint8Array({ minLength: 1, maxLength: 20 }), 100).map(bytes => Buffer.from(bytes).toString('base64'))
    expect(await accepted('base64', texts)).toEqual(texts.map(() => true))
  })

  test('iso_date: the calendar', async () => {
    const texts = sample(fc.tuple(fc.constantFrom(1900, 2000, 2023, 2024), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 })))
      .map(([year, month, day]) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
    const exists = (text: string): boolean => {
      const parsed = new Date(`${text}T00:00:00Z`)
      return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text)
    }
    expect(await accepted('iso_date', texts)).toEqual(texts.map(exists))
  })

  test('country_code: what Intl knows by a name of its own', async () => {
    const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
    const texts = LETTERS.flatMap(a => LETTERS.map(b => a + b))
    const verdicts = await accepted('country_code', texts)
    expect(texts.filter((text, index) => verdicts[index] && names.of(text) === undefined)).toEqual([])
    expect(verdicts.filter(Boolean)).toHaveLength(249)
  })

  test('currency_code: currencies in use', async () => {
    const current = ['EUR', 'USD', 'GBP', 'JPY', 'CHF', 'CNY', 'INR', 'BRL', 'ZAR', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'HUF', 'RON', 'TRY', 'AUD', 'NZD', 'CAD', 'MXN', 'KRW', 'SGD', 'HKD', 'ILS', 'SAR', 'AED', 'VES', 'SLE', 'ZWG', 'XCG']
    expect(await accepted('currency_code', current)).toEqual(current.map(() => true))
  })
})

/** Each country's account structure, read back from the format's pattern: n digits, a letters, c either. */
function accounts(): readonly { readonly country: string, readonly structure: string }[] {
  const kinds: Readonly<Record<string, string>> = { '[0-9]': 'n', '[A-Z]': 'a', '[A-Z0-9]': 'c' }
  const pattern = formatNamed('iban')?.pattern ?? ''
  return [...pattern.matchAll(/([A-Z]{2})\(\?:[^)]*\)((?:\[[^\]]+\]\{[0-9]+\})+)/g)].map(([, country = '', rest = '']) =>
    ({ country, structure: rest.replace(/(\[[^\]]+\])\{([0-9]+)\}/g, (_, kind: string, length: string) => `${length}${kinds[kind] ?? ''}`) }))
}

test('numbers are looked at as they would be written', async () => {
  await expectCells({ rule: { type: 'format', format: 'latitude' }, field: { type: 'number' }, passes: ['45.5', '-90', '1e-7', null], fails: ['90.5', '-1e3'] })
  await expectCells({ rule: { type: 'format', format: 'ean13' }, field: { type: 'integer' }, passes: ['4006381333931', null], fails: ['4006381333932'] })
})

test('the sentence says what would be right', () => {
  const [check] = planOf({ columns: ['x'], recipe: { rules: [{ type: 'format', column: 'x', format: 'email' }] } }).checks
  expect(formatMessage(check!, 'ada')).toBe('x is "ada", should be an e-mail address such as ada@example.com')
})

test('wrong parameters are issues at their places', () => {
  expect(issueCodes({ type: 'format', column: 'x', format: 'emial' })).toEqual(['format: invalid_value'])
  expect(issueCodes({ type: 'format', column: 'x' })).toEqual(['format: invalid_value'])
  expect(issueCodes({ type: 'format', column: 'x', format: 'iso_date' }, { x: 'date' })).toEqual([': not_text'])
})
