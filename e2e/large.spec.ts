import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { generateBars } from '../bench/bars.ts'
import { judged, keptFacts, keptInputs, totals } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'schemaflow-large-'))
test.afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

test('a CSV of 100 MB: first rows, exact verdict, the last reject, and again after a reload', async ({ page }) => {
  test.setTimeout(300_000)
  const path = join(folder, 'bars.csv')
  const file = createWriteStream(path)
  const made = await generateBars({ rows: 820_000, seed: 11 }, async piece => { if (!file.write(piece)) await once(file, 'drain') })
  file.end()
  await once(file, 'finish')
  expect(made.bytes).toBeGreaterThan(100_000_000)

  await page.goto('/')
  await page.getByLabel('Choose a file').setInputFiles(path)
  await expect(page.getByRole('region', { name: 'Source' }).getByRole('table')).toBeVisible()
  await expect(page.getByRole('progressbar').first()).toBeVisible()
  await judged(page)

  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('region', { name: 'Recipe' }).getByRole('button', { name: 'Import' }).click()])
  await chooser.setFiles('bench/recipes/bars.yaml')
  await expect.poll(() => totals(page), { timeout: 60_000 }).toMatchObject({ physical: 820_000, rejected: made.badRows, valid: 820_000 - made.badRows })

  const grid = page.getByRole('grid')
  await expect(grid).toHaveAttribute('aria-rowcount', String(made.badRows + 1))
  await grid.getByRole('gridcell').first().click()
  await page.keyboard.press('Control+End')
  await expect(grid.getByRole('row', { name: new RegExp(`^.*${(made.badOrdinals.at(-1)! + 1).toLocaleString('en')}`) }).or(grid.getByText(String(made.badOrdinals.at(-1)! + 1))).first()).toBeVisible()

  await expect.poll(() => keptInputs(page), { timeout: 60_000 }).toEqual([made.bytes])
  await expect.poll(() => keptFacts(page)).toBeGreaterThan(12)
  await page.reload()
  // All that was known is shown before the rows are in the engine again.
  await expect.poll(() => totals(page), { timeout: 5_000 }).toMatchObject({ physical: 820_000, rejected: made.badRows })
  await expect(grid.getByRole('gridcell').first()).toBeVisible()
  const preparing = page.getByText('Getting ready for changes')
  await expect(preparing).toBeVisible()
  await expect(preparing).toHaveCount(0, { timeout: 60_000 })
  const [again] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('region', { name: 'Recipe' }).getByRole('button', { name: 'Import' }).click()])
  await again.setFiles({ name: 'ages.yaml', mimeType: 'text/yaml', buffer: Buffer.from('schemaflow: 1\nrules:\n  - { type: between, column: age, min: 0, max: 0 }\n') })
  await expect.poll(async () => (await totals(page)).rejected, { timeout: 30_000 }).toBeGreaterThan(made.badRows)
})
