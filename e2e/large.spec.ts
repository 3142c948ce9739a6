import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type FileChooser, type Page } from '@playwright/test'
import { generateBars } from '../bench/bars.ts'
import { judged, keptFacts, keptInputs, totals } from './support.ts'

let folder: string
test.beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'schemaflow-large-')) })
test.afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

async function barsFile(name: string, rows: number) {
  const path = join(folder, name)
  const file = createWriteStream(path)
  const made = await generateBars({ rows, seed: 11 }, async piece => { if (!file.write(piece)) await once(file, 'drain') })
  file.end()
  await once(file, 'finish')
  return { path, made }
}

/** Drops a file from the disk on the page. */
async function drop(page: Page, path: string): Promise<void> {
  await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<input type="file" id="from-disk">'))
  await page.locator('#from-disk').setInputFiles(path)
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('#from-disk')!
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(input.files![0]!)
    input.remove()
    for (const type of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
  })
}

async function importRecipe(page: Page, file: Parameters<FileChooser['setFiles']>[0]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('region', { name: 'Recipe' }).getByRole('button', { name: 'Import' }).click()])
  await chooser.setFiles(file)
}

test('the next file is judged by the recipe there is, a large one while it is read, and edits wait for nothing but its rows', async ({ page }) => {
  test.setTimeout(300_000)
  const small = await barsFile('january.csv', 2_000)
  const { path, made } = await barsFile('february.csv', 1_800_000)
  expect(made.bytes).toBeGreaterThan(200_000_000)
  await page.goto('/')
  await page.getByLabel('Choose a file').setInputFiles(small.path)
  await judged(page)
  await importRecipe(page, 'bench/recipes/bars.yaml')
  await expect.poll(() => totals(page)).toMatchObject({ rejected: small.made.badRows })

  await drop(page, path)
  const dialog = page.getByRole('dialog', { name: 'Open february.csv' })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  await drop(page, path)
  await dialog.getByRole('button', { name: 'Use this recipe' }).click()
  await expect.poll(() => totals(page), { timeout: 90_000 }).toMatchObject({ physical: 1_800_000, rejected: made.badRows, valid: 1_800_000 - made.badRows })
  await expect(page.getByRole('status', { name: 'Profiling the columns' })).toBeVisible()
  await expect(page.getByRole('grid').getByRole('gridcell').first()).toBeVisible()
  await importRecipe(page, { name: 'ages.yaml', mimeType: 'text/yaml', buffer: Buffer.from('schemaflow: 1\nrules:\n  - { type: between, column: age, min: 0, max: 0 }\n') })
  await expect.poll(async () => (await totals(page)).rejected, { timeout: 90_000 }).toBeGreaterThan(made.badRows)
  await expect(page.getByRole('status', { name: 'Profiling the columns' })).toBeHidden({ timeout: 90_000 })
})

test('a CSV of 100 MB: first rows, exact verdict, the last reject, and again after a reload', async ({ page }) => {
  test.setTimeout(300_000)
  const { path, made } = await barsFile('bars.csv', 820_000)
  expect(made.bytes).toBeGreaterThan(100_000_000)

  await page.goto('/')
  await page.getByLabel('Choose a file').setInputFiles(path)
  await expect(page.getByRole('region', { name: 'Source' }).getByRole('table')).toBeVisible()
  await expect(page.getByRole('progressbar').first()).toBeVisible()
  await judged(page)

  await importRecipe(page, 'bench/recipes/bars.yaml')
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
  await expect.poll(() => totals(page)).toMatchObject({ physical: 820_000, rejected: made.badRows })
  await expect(grid.getByRole('gridcell').first()).toBeVisible()
  const preparing = page.getByText('Getting ready for changes')
  await expect(preparing).toBeVisible()
  await expect(preparing).toHaveCount(0, { timeout: 60_000 })
  await importRecipe(page, { name: 'ages.yaml', mimeType: 'text/yaml', buffer: Buffer.from('schemaflow: 1\nrules:\n  - { type: between, column: age, min: 0, max: 0 }\n') })
  await expect.poll(async () => (await totals(page)).rejected, { timeout: 30_000 }).toBeGreaterThan(made.badRows)
})
