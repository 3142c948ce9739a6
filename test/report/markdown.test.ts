import { describe, expect, test } from 'vitest'
import { renderMarkdown } from '../../engine/report/index.ts'
import { rule, sampleRun } from './sample.ts'

const sample = renderMarkdown(sampleRun())

describe('a comment for a pull request', () => {
  test('headline, conservation, gates, rules', () => {
    expect(sample).toContain('### ❌ <code>customers</code>: 35,701 of 1,000,000 records rejected\n')
    expect(sample).toContain('**1,000,000** records read = 950,000 valid + 35,701 rejected + 13,212 dropped by <code>deduplicate</code>')
    expect(sample).toContain('| ❌ failed | Share of records rejected | 3.6% | at most 3% |')
    expect(sample).toContain('| <code>age.between</code> | <code>age</code> | 9,004 | 951,002 | 0.95% | ❌ failed |')
    expect(sample).toContain('1 more rule with failures, 4 rules without.')
  })

  test('a clean run needs no table', () => {
    const text = renderMarkdown(sampleRun({ gates: [], rules: [rule('id.type', 0)], counts: { physical: 3, blank_lines: 0, valid: 3, rejected: 0, warned: 0, dropped: {} } }))
    expect(text).toContain('### ✅ <code>customers</code>: All 3 records are valid')
    expect(text).toContain('No row fails any of 1 check.')
    expect(text).not.toContain('|')
  })

  test('nothing in a name is a sign to Markdown', () => {
    const id = '| a ]( `b` **c** <img src=x> @team #12 www.example.org https://e.org \\| _d_ e_f $x$ :tada: \n# g \u202e'
    const text = renderMarkdown(sampleRun({ rules: [rule(id, 5, { columns: [id] })], recipe: { name: id, version: null, fingerprint: 'f' }, gates: [{ id, limit: 1, actual: 2, passed: false }] }))
    const names = [...text.matchAll(/<code>(.*?)<\/code>/g)].map(([, name]) => name!)
    for (const name of names) expect(name.replace(/&#\d+;/g, '')).not.toMatch(/[|<>`*@#\[\]\\$:~!]|www\.|\b_|_\b(?<!\w_\w)/)
    expect(text).not.toContain('\u202e')
    // Every row of a table has the cells of its head.
    for (const table of text.split('\n\n').filter(block => block.startsWith('|'))) {
      const widths = table.split('\n').map(line => line.split('|').length)
      expect(new Set(widths).size).toBe(1)
    }
    expect(text).toContain('e_f')
  })

  test('its length does not depend on the run', () => {
    const huge = '*'.repeat(1_000)
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`${i}${huge}`, 1]))
    const text = renderMarkdown(sampleRun({
      rules: Array.from({ length: 5_000 }, (_, i) => rule(`${huge}${i}`, i, { columns: Array.from({ length: 99 }, () => huge) })), quality: { score: 1, dimensions: many },
      recipe: { name: huge, version: huge, fingerprint: huge }, engine: { name: huge, version: huge },
      gates: Array.from({ length: 500 }, () => ({ id: huge, limit: 1, actual: 2, passed: false })), counts: { physical: 500, blank_lines: 0, valid: 0, rejected: 0, warned: 0, dropped: many },
    }))
    expect(text.length).toBeLessThan(65_536)
  })
})
