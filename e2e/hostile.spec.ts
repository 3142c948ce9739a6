import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { generateBars } from '../bench/bars.ts'
import { generateFile } from '../bench/generate.ts'
import { judged, keptInputs, openCsv, totals } from './support.ts'

let folder: string
test.beforeEach(async ({ page }) => {
  folder = await mkdtemp(join(tmpdir(), 'schemaflow-hostile-'))
  await page.goto('/')
})
test.afterEach(() => rm(folder, { recursive: true, force: true }))

/** So many that something can happen while they are read. */
const WHILE_READ = 1_500_000

async function barsFile(rows: number): Promise<string> {
  const path = join(folder, 'bars.csv')
  await generateFile(path, write => generateBars({ rows, seed: 1 }, write))
  return path
}

test('a file that is cut while it is read is told so, and the workbench goes on', async ({ page }) => {
  const path = await barsFile(WHILE_READ)
  await page.getByLabel('Choose a file').setInputFiles(path)
  await expect(page.getByRole('region', { name: 'Source' }).getByRole('row').nth(1)).toBeVisible()
  await truncate(path, 1_000_000)
  const alert = page.getByRole('alert').filter({ hasText: 'The file could not be read' })
  await expect(alert).toContainText('bars.csv can no longer be read', { timeout: 60_000 })
  await expect(alert).toContainText('It was moved, changed or removed while it was being read. Open it again.')
  await openCsv(page, 'other.csv', 'a,b\n1,2\n')
  await judged(page)
  expect(await totals(page)).toMatchObject({ physical: 1, valid: 1 })
})

for (const [how, quotaSize] of [['while the copy is written', 2_000_000], ['before', 1]] as const) test(`where the storage is full ${how} the session works, says what will be missing, and keeps no half of the file`, async ({ page, context, browserName }) => {
  test.skip(browserName !== 'chromium', 'quotas are set over the DevTools protocol')
  const devTools = await context.newCDPSession(page)
  await devTools.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize })
  await page.getByLabel('Choose a file').setInputFiles(await barsFile(50_000))
  await judged(page)
  await expect(page.getByRole('alert').filter({ hasText: 'no room' })).toContainText('after a reload the file has to be opened again', { timeout: 30_000 })
  expect((await totals(page)).physical).toBe(50_000)
  expect(await keptInputs(page)).toEqual([])
})

test('a copy is kept though the page hears late of what the engine has read', async ({ page }) => {
  await page.addInitScript(`
    const { addEventListener } = MessagePort.prototype
    MessagePort.prototype.addEventListener = function (type, listener, options) {
      addEventListener.call(this, type, event => setTimeout(() => typeof listener === 'function' ? listener.call(this, event) : listener.handleEvent(event), 400), options)
    }
  `)
  await page.reload()
  await openCsv(page, 'pairs.csv', 'a,b\n1,2\n3,4\n')
  await judged(page)
  await expect.poll(() => keptInputs(page), { timeout: 20_000 }).toHaveLength(1)
})

test('a page that is closed while it reads comes back with its recipe and says which file to open', async ({ page, context }) => {
  await page.getByLabel('Choose a file').setInputFiles(await barsFile(WHILE_READ))
  await expect(page.getByRole('region', { name: 'Source' }).getByRole('row').nth(1)).toBeVisible()
  // The session's own record is written a moment after the file was opened.
  await page.waitForTimeout(800)
  await page.close({ runBeforeUnload: false })
  const again = await context.newPage()
  await again.goto('/')
  await expect(again.getByRole('alert').filter({ hasText: 'bars.csv' })).toContainText('Open the file again', { timeout: 30_000 })
  await again.getByLabel('Choose a file').first().setInputFiles({ name: 'bars.csv', mimeType: 'text/csv', buffer: Buffer.from('a\n1\n2\n') })
  await judged(again)
  expect(await totals(again)).toMatchObject({ physical: 2, valid: 2 })
})

test('a line of 50 MB is one malformed record among the others', async ({ page }) => {
  const path = join(folder, 'line.csv')
  await writeFile(path, `a,b\n1,2\n${'x'.repeat(50_000_000)}\n3,4\n`)
  await page.getByLabel('Choose a file').setInputFiles(path)
  await judged(page)
  await expect.poll(() => totals(page)).toMatchObject({ physical: 3, valid: 2, rejected: 1 })
})

test('a table of 2,000 columns is profiled and judged', async ({ page }) => {
  test.slow()
  const names = Array.from({ length: 2000 }, (_, column) => `column_${column}`)
  const rows = Array.from({ length: 200 }, (_, row) => names.map((_, column) => row === 7 && column === 1999 ? 'x' : String(row * column)).join(','))
  await openCsv(page, 'wide.csv', `${names.join(',')}\n${rows.join('\n')}\n`)
  await expect(page.getByRole('region', { name: 'Schema' })).toContainText('2,000 fields', { timeout: 60_000 })
  await judged(page)
  await expect.poll(() => totals(page), { timeout: 60_000 }).toMatchObject({ physical: 200, rejected: 1 })
})
