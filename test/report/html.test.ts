import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderHtml } from '../../engine/report/index.ts'
import { STYLE } from '../../engine/report/style.ts'
import { nastyText } from '../data/nasty.ts'
import { profile, reject, rejectError, rule, sampleProfiles, sampleRejects, sampleRun } from './sample.ts'
import { readPage } from './well-formed.ts'

const extras = { rejects: sampleRejects, profiles: sampleProfiles, profiledRows: 999_786 }
const sample = renderHtml(sampleRun(), extras)
const textOf = (html: string): string => readPage(html).text.replace(/\s+/g, ' ')
const counts = (physical: number, valid: number, rejected: number, dropped: Record<string, number> = {}) => ({ physical, valid, rejected, dropped, blank_lines: 0, warned: 0 })

/** The same value with every text in it, keys of records too, put through `change`; ISO moments and enumerations stay. */
function withTexts<T>(value: T, change: (text: string) => string, key = ''): T {
  if (typeof value === 'string') return (['severity', 'status', 'stage', 'type', 'histogramOf'].includes(key) ? value : change(value)) as T
  if (Array.isArray(value)) return value.map((item: unknown) => withTexts(item, change)) as T
  if (value === null || typeof value !== 'object') return value
  const isTable = ['record', 'key', 'dimensions', 'dropped', 'timings'].includes(key)
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [isTable ? change(name) : name, withTexts(item as unknown, change, name)])) as T
}

describe('what it says', () => {
  test.each([
    [counts(1_000_000, 964_299, 35_701), '35,701 of 1,000,000 records rejected'],
    [counts(1, 0, 1), '1 of 1 record rejected'],
    [counts(40, 40, 0), 'All 40 records are valid'],
    [counts(1, 1, 0), 'The only record is valid'],
    [counts(40, 30, 0, { totals: 10 }), 'None of 40 records rejected'],
    [counts(0, 0, 0), 'The input holds no records'],
  ])('%j: %s', (counted, sentence) => {
    const html = renderHtml(sampleRun({ counts: counted }), { rejects: [] })
    expect(/<h1[^>]*>.*?<span>(.*?)<\/span><\/h1>/.exec(html)?.[1]).toBe(sentence)
    expect(html).toContain(`<title>customers: ${sentence}</title>`)
  })

  test('the conservation law, without steps that dropped nothing', () => {
    expect(textOf(sample)).toContain('1,000,000records read =950,000valid +35,701rejected +13,212dropped by deduplicate +1,087dropped by filter_test_accounts ')
    expect(sample).not.toContain('drop_nulls')
  })

  test('an equals sign only where it is true', () => {
    const text = textOf(renderHtml(sampleRun({ counts: counts(100, 250, 10) }), extras))
    expect(text).toContain('100records read gave250valid ,10rejected')
    expect(text).toContain('the parts do not add up to the records read')
  })

  test('many dropping steps share a term, and the sum still holds', () => {
    const dropped = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`step ${i}`, i]))
    const text = textOf(renderHtml(sampleRun({ counts: counts(1_225, 0, 0, dropped) }), extras))
    expect(text).toContain('+49dropped by step 49')
    expect(text).toContain(`+${(44 * 45 / 2).toLocaleString('en-US')}dropped by 44 other steps`)
  })

  test('gates in words, failed ones first', () => {
    const text = textOf(sample)
    expect(text).toContain('Share of records rejectedfailed: 3.6%, at most 3% asked')
    expect(text).toContain('Quality scorepassed: 98.5%, at least 90% asked')
    expect(text).toContain('Valid recordspassed: 950,000, at least 500,000 asked')
    expect(sample).toContain('<h1 class="bad">')
    expect(renderHtml(sampleRun({ gates: [] }), extras)).toContain('<h1 class="mixed">')
    expect(renderHtml(sampleRun({ gates: [], rules: [], counts: counts(3, 3, 0) }), { rejects: [] })).toContain('<h1 class="good">')
  })

  test('rules by failures, with the share of what they could check', () => {
    const rows = [...sample.matchAll(/<tr><th scope="row"><bdi>([\w.]+)<\/bdi><small>/g)].map(([, id]) => id)
    expect(rows.slice(0, 4)).toEqual(['email.required', 'email.format', 'age.between', 'country.enum'])
    const text = textOf(sample)
    expect(text).toContain('age.betweenbetween, validity age failed 9,004 0.95%951,002error')
    expect(text).toContain('within tolerance')
    expect(text).toContain('signup_date, first_order, last_order, closed_on and 2 more')
  })

  test('rules beyond 200 are counted by status', () => {
    const rules = Array.from({ length: 5_000 }, (_, i) => rule(`r${i}`, i % 10 === 0 ? 0 : 5_000 - i))
    const html = renderHtml(sampleRun({ rules }), extras)
    expect([...html.matchAll(/<td class="status/g)]).toHaveLength(200)
    expect(textOf(html)).toContain('4,800 more rules with no more failures than these: 4,300 failed, 500 passed.')
  })

  test('cards say type, parts, spread and what is odd', () => {
    const text = textOf(sample)
    expect(text).toContain('signup_datedate %d/%m/%Y')
    expect(text).toContain('951,002 valid 2,120 mismatched 46,664 missing')
    expect(text).toContain('Not of the type forty · 3I · 27 ans')
    expect(text).toContain('May mean missing 999 412× · -1 88×')
    expect(text).toContain('Distinct≈48,221')
    expect(readPage(sample).elements.filter(({ attributes }) => attributes['role'] === 'img').map(({ attributes }) => attributes['aria-label'])).toContain('Values of signup_date: from 2014-01-02 to 2030-01-02, most (110) between 2022-01-02 and 2023-01-02')
    expect([...renderHtml(sampleRun(), { rejects: [], profiles: Array.from({ length: 260 }, (_, i) => profile(`c${i}`)) }).matchAll(/<article/g)]).toHaveLength(200)
  })

  test('run facts: inputs, dialect, engine, fingerprints', () => {
    const text = textOf(sample)
    for (const fact of ['customers, version 3', 'sha256:9b74c9897bac', 'sha256:4e1243bd22c6', 'duckdb-native 1.5.6', '122 MB, 8 columns', 'semicolon ;', 'double quote ", doubled inside', 'the first 2 lines', 'an empty cell, N/A, -, unless quoted', '401 MB', '1 March 2026, 10:20:31 UTC']) {
      expect(text).toContain(fact)
    }
  })

  test('no password leaves in an address', () => {
    const [input] = sampleRun().inputs
    const html = renderHtml(sampleRun({ inputs: [{ ...input!, uri: 'https://ada:hunter2@example.org/a/b.csv?X-Amz-Signature=abc123&part=4' }] }), extras)
    expect(html).not.toMatch(/hunter2|ada|abc123/)
    expect(textOf(html)).toContain('https://***@example.org/a/b.csv?X-Amz-Signature=***&part=4')
  })
})

describe('rejected records', () => {
  const rowOf = (html: string, line: number): string => new RegExp(`<tr><th scope="row">${line}<.*`).exec(html)?.[0] ?? ''

  test('only failing cells are marked, by more than a colour', () => {
    const row = rowOf(sample, 21)
    expect(row.match(/<td class="failing">.*?<\/td>/g)).toEqual(['<td class="failing"><svg class="icon" aria-hidden="true"><use href="#fail"/></svg><span class="vh">fails: </span><bdi>forty</bdi></td>'])
    expect(row).toContain('age is &quot;forty&quot;, which is no integer')
    expect(row).toContain('record 17')
  })

  test('a cell that a step changed shows both texts; warnings are told apart', () => {
    const row = rowOf(sample, 56)
    expect(row).toContain('<bdi>us</bdi><small>changed to <bdi>US</bdi></small>')
    expect(row).toContain('<td class="warning">')
    expect(row).toContain('<span class="warned">warning</span>')
  })

  test('a malformed record shows its text across the columns', () => {
    expect(rowOf(sample, 112)).toContain('<td class="raw" colspan="8"><code><bdi>108;&quot;Müller, Hans&quot;;hans@example.org;51;DE;03/07/2022;88,20;moved; twice<i>↵</i></bdi></code></td>')
  })

  test('missing and empty cells, and columns a record does not have', () => {
    const html = renderHtml(sampleRun(), { rejects: [reject(1, { a: null, constructor: 'x' }, [rejectError(['a'], 'a is missing')]), reject(2, { a: '' }, [])] })
    expect(rowOf(html, 5)).toContain('<em>missing</em></td><td><bdi>x</bdi>')
    expect(rowOf(html, 6)).toContain('<td><em>empty</em></td><td><em>missing</em></td>')
  })

  test('at most 100 records and 24 columns; key and failing columns lead', () => {
    const record = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [i === 40 ? 'id' : `c${i}`, 'x'.repeat(500)]))
    const html = renderHtml(sampleRun(), { rejects: Array.from({ length: 400 }, (_, i) => reject(i + 1, record, [rejectError(['c55'], 'too long')])) })
    const heads = [.../<thead><tr><th scope="col">Line<\/th>.*<\/thead>/.exec(html)![0].matchAll(/<bdi>(\w+)<\/bdi>/g)].map(([, name]) => name)
    expect(heads).toHaveLength(24)
    expect(heads.slice(0, 3)).toEqual(['id', 'c55', 'c0'])
    expect(textOf(html)).toContain('The first 100 of 35,701')
    expect(textOf(html)).toContain('24 of 60 columns')
    expect(html).toContain(`<bdi>${'x'.repeat(200)}<i>… 300 more</i></bdi>`)
  })

  test('no section when nothing was rejected, a word when the records are not at hand', () => {
    expect(renderHtml(sampleRun({ counts: counts(4, 4, 0) }), { rejects: [] })).not.toContain('id="rejected"')
    expect(renderHtml(sampleRun(), { rejects: [] })).toContain("The records are in the run's reject file.")
  })
})

describe('hostile data', () => {
  const skeleton = (html: string) => readPage(html).elements.filter(({ name }) => name !== 'i').map(({ name }) => name)
  const hostile = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", '</style></title><script>', '&lt;b&gt;&amp;', '`${1}`', '--><svg/onload=1>', '\u202egnp.exe\u2066', '\u0000\ud800\uffff', 'javascript:alert(1)', '__proto__']

  test.each(hostile)('%j anywhere leaves the page as it was', text => {
    // What it stood for keeps keys of records apart.
    const change = (own: string) => `${text} ${own}`
    const html = renderHtml(withTexts(sampleRun(), change), withTexts(extras, change))
    expect(skeleton(html)).toEqual(skeleton(renderHtml(withTexts(sampleRun(), own => `x ${own}`), withTexts(extras, own => `x ${own}`))))
    expect(html).not.toMatch(/<(?:script|img|svg\/)/)
    expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])/)
  })

  const few = { rejects: sampleRejects.slice(0, 7), profiles: sampleProfiles.slice(3) }
  test('any text at all', () => {
    fc.assert(fc.property(nastyText(), text => {
      const page = readPage(renderHtml(withTexts(sampleRun(), () => text), withTexts(few, () => text)))
      const active = page.elements.filter(({ attributes }) => Object.keys(attributes).some(key => /^on|^src$/.test(key)))
      const links = page.elements.filter(({ name, attributes }) => name !== 'link' && !/^#[a-z]*$/.test(attributes['href'] ?? '#'))
      expect([active, links]).toEqual([[], []])
    }), { numRuns: 40 })
  })

  test('direction marks are named where they stand', () => {
    expect(sample).toContain('<bdi><i>RLO</i>naive<i>PDF</i></bdi>')
    expect(sample).not.toContain('\u202e')
  })
})

describe('one page, complete in itself', () => {
  test('it names nothing to fetch and forbids it besides', () => {
    expect(sample).not.toMatch(/<script|@import|url\(|\bsrc=|https?:/)
    const policy = readPage(sample).elements.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')
    expect(policy?.attributes['content']).toMatch(/^default-src 'none'; style-src 'unsafe-inline';/)
  })

  test('the same run gives the same page', () => {
    expect(renderHtml(sampleRun(), extras)).toBe(sample)
  })

  test('headings in order, tables with captions and scopes, ids once, labels that exist', () => {
    const { elements } = readPage(sample)
    const levels = elements.flatMap(({ name }) => /^h[1-6]$/.test(name) ? [Number(name[1])] : [])
    expect(levels.filter(level => level === 1)).toHaveLength(1)
    expect(levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)).toEqual([])
    const names = elements.map(({ name }) => name)
    expect(names.flatMap((name, i) => name === 'table' ? [names[i + 1]] : []).every(name => name === 'caption')).toBe(true)
    expect(elements.filter(({ name, attributes }) => name === 'th' && attributes['scope'] === undefined)).toEqual([])
    const ids = elements.flatMap(({ attributes }) => attributes['id'] ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const referred = elements.flatMap(({ name, attributes }) => [attributes['aria-labelledby'], name === 'a' ? attributes['href']?.slice(1) : undefined]).filter(id => id !== undefined)
    expect(referred.filter(id => !ids.includes(id))).toEqual([])
    expect(elements[0]).toEqual({ name: 'html', attributes: { lang: 'en' } })
  })

  const linear = (channel: number): number => channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4
  /** WCAG 2.2: relative luminance and contrast ratio. */
  const luminance = (hex: string): number => {
    const full = hex.length === 4 ? hex.slice(1).replace(/./g, '$&$&') : hex.slice(1)
    return [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => sum + weight * linear(parseInt(full.slice(2 * i, 2 * i + 2), 16)), 0)
  }
  test.each([
    ['ink', 'canvas', 7], ['muted', 'canvas', 4.5], ['faint', 'canvas', 4.5], ['faint', 'surface', 4.5], ['ink', 'accent-soft', 4.5], ['faint', 'accent-soft', 4.5], ['accent-ink', 'canvas', 4.5],
    ['muted', 'sunken', 4.5], ['bad-ink', 'bad-soft', 4.5], ['bad-ink', 'surface', 4.5], ['warn-ink', 'warn-soft', 4.5], ['warn-ink', 'surface', 4.5],
    ['valid', 'surface', 3], ['bad', 'surface', 3], ['none', 'surface', 3], ['warn', 'surface', 3], ['accent', 'surface', 3],
  ])('%s on %s contrasts at least %s in both themes', (front, back, least) => {
    for (const theme of [0, 1]) {
      const colour = (name: string): string => [...STYLE.html.matchAll(new RegExp(`--${name}:(#[0-9a-f]+)`, 'g'))][theme]![1]!
      const [light, dark] = [luminance(colour(front)), luminance(colour(back))].sort((a, b) => b - a) as [number, number]
      expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(least)
    }
  })
})

describe('size', () => {
  const bytes = (html: string): number => Buffer.byteLength(html)

  test.each([['plain text', 'x'], ['markup', '<'], ['a script of three bytes a letter', '字'], ['marks', '\u202e\u2066'], ['lone surrogates', '\ud800\ud801']])('2,000 columns of huge cells of %s, 5,000 rules: under 2 MB, and still a page', (_, letter) => {
    const huge = letter.repeat(50_000)
    const names = Array.from({ length: 2_000 }, (_, i) => `${huge.slice(0, 300)}${i}`)
    const record = Object.fromEntries(names.map(name => [name, huge]))
    const long = huge.slice(0, 2_000)
    const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`${i}${long}`, 1]))
    const errors = Array.from({ length: 50 }, () => rejectError([names[1_999]!], huge, { rule_id: huge }))
    const run = sampleRun({
      recipe: { name: huge, version: huge, fingerprint: huge }, engine: { name: huge, version: huge }, run_id: huge, started_at: huge, finished_at: huge, timings: many,
      counts: counts(1e9, 1e9 - 8_000, 6_000, many), quality: { score: 0.5, dimensions: many },
      inputs: Array.from({ length: 500 }, () => ({ uri: huge, bytes: 1e15, fingerprint: huge, detected: { ...sampleRun().inputs[0]!.detected, columns: names, dialect: { ...sampleRun().inputs[0]!.detected.dialect, delimiter: huge, null_tokens: Array.from({ length: 500 }, () => huge) } } })),
      gates: Array.from({ length: 2_000 }, () => ({ id: huge, limit: 1, actual: 2, passed: false })),
      rules: Array.from({ length: 5_000 }, (_, i) => rule(`${long}${i}`, i, { columns: names, kind: huge, dimension: huge })),
    })
    const values = Array.from({ length: 200 }, () => ({ value: huge, count: 1 }))
    const profiles = names.map(name => profile(name, { top: values, suspects: values, counterExamples: values.map(({ value }) => value), min: huge, max: huge, dateFormat: huge, histogramOf: 'values', histogram: Array.from({ length: 500 }, () => ({ low: huge, high: huge, count: 5 })) }))
    const rejects = Array.from({ length: 300 }, (_, i) => i % 3 === 0 ? reject(i, null, errors, { raw: huge }) : reject(i, record, errors))
    const html = renderHtml(run, { rejects, profiles, profiledRows: 1e9 })
    expect(bytes(html)).toBeLessThan(2_000_000)
    expect(bytes(html)).toBeGreaterThan(500_000)
    readPage(html)
  })

  test('an ordinary report is small', () => {
    expect(bytes(sample)).toBeLessThan(100_000)
  })
})
