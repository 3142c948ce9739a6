/**
 * A CSV of 1 GB in Chromium on the built static export (`npm run build` first), as next month's file of a recipe that is there: first rows,
 * verdict, profile, the copy in the browser's storage, and everything again after a reload.
 */
import { readFileSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Page } from '@playwright/test'
import { describeMachine } from './machine.ts'
import { barsCsv, withWorkbench } from './workbench.ts'

const { values } = parseArgs({ options: { rows: { type: 'string', default: '8000000' }, port: { type: 'string', default: '4398' }, think: { type: 'string', default: '2500' }, 'two-columns': { type: 'boolean', default: false } } })
const rows = Number(values.rows)
const [small, large] = [await barsCsv(2_000), await barsCsv(rows)]
const megabytes = statSync(large).size / 1e6
/** With `--two-columns` one rule compares two cells of a row, and every row has to go to an engine. */
const recipe = readFileSync('bench/recipes/bars.yaml', 'utf8') + (values['two-columns'] ? '\nrules:\n  - { id: pair, type: expression, expr: "amount >= score - 1000" }\n' : '')
const MINUTES = 60_000
const POLL_MS = 25
const COPY_WORTH_TIMING_MS = 1_000

await withWorkbench({ port: Number(values.port), thinkMs: Number(values.think) }, async page => {
  await page.evaluate(() => { watch().since('file', 'change') })
  await page.getByLabel('Choose a file').setInputFiles(small)
  await page.evaluate(() => watch().until(() => watch().isJudged(), 60_000))
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('region', { name: 'Recipe' }).getByRole('button', { name: 'Import' }).click()])
  await chooser.setFiles({ name: 'bars.yaml', mimeType: 'text/yaml', buffer: Buffer.from(recipe) })
  await page.waitForTimeout(2_000)
  await drop(page, large)

  const figures: Record<string, number> = {}
  await page.evaluate(() => { watch().since(undefined, 'click') })
  await page.getByRole('button', { name: 'Use this recipe' }).click()
  figures.firstRowsMs = await page.evaluate(timeout => watch().until(() => document.querySelector('#cell-source table tbody tr') !== null, timeout), MINUTES)
  figures.verdictMs = await page.evaluate(timeout => watch().until(() => watch().isJudged(), timeout), 10 * MINUTES)
  figures.verdictMBs = megabytes / figures.verdictMs * 1e3
  figures.profileMs = await page.evaluate(timeout => watch().until(() => document.querySelectorAll('#cell-profile li, #cell-profile tbody tr').length > 5, timeout), 20 * MINUTES)
  const since = performance.now()
  while (await isToCome(page)) await page.waitForTimeout(POLL_MS)
  const begun = performance.now()
  while ((await copies(page)).largestBytes < megabytes * 1e6) await page.waitForTimeout(POLL_MS)
  figures.keptAfterProfileMs = performance.now() - since
  // A small file is copied between two looks: then there is no speed to tell.
  if (figures.keptAfterProfileMs > COPY_WORTH_TIMING_MS) figures.copyMBs = megabytes / (performance.now() - begun) * 1e3
  // What is known is written a moment after the copy.
  await page.waitForTimeout(5_000)
  const reloaded = performance.now()
  await page.reload({ waitUntil: 'commit' })
  await page.locator('#cell-review [role=gridcell]').first().waitFor({ timeout: MINUTES })
  figures.rejectsAfterReloadMs = performance.now() - reloaded
  console.log(JSON.stringify({ machine: await describeMachine(), rows, megabytes: Math.round(megabytes), ...Object.fromEntries(Object.entries(figures).map(([name, ms]) => [name, Math.round(ms)])) }, null, 2))
})

async function drop(page: Page, path: string): Promise<void> {
  await page.evaluate(() => { document.body.insertAdjacentHTML('beforeend', '<input type="file" id="from-disk">') })
  await page.locator('#from-disk').setInputFiles(path)
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('#from-disk')
    const dataTransfer = new DataTransfer()
    for (const file of input?.files ?? []) dataTransfer.items.add(file)
    input?.remove()
    for (const type of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
  })
}

async function isToCome(page: Page): Promise<boolean> {
  const { isUnderWay, largestBytes } = await copies(page)
  return !isUnderWay && largestBytes < megabytes * 1e6
}

/** Whether a copy is being written, and the bytes of the largest that is finished. */
function copies(page: Page): Promise<{ readonly isUnderWay: boolean, readonly largestBytes: number }> {
  return page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('inputs').catch(() => undefined)
    let largestBytes = 0
    let isUnderWay = false
    if (!folder) return { isUnderWay, largestBytes }
    for await (const [name, handle] of folder as unknown as AsyncIterable<[string, FileSystemFileHandle]>) {
      if (name.endsWith('.part')) isUnderWay = true
      else largestBytes = Math.max(largestBytes, (await handle.getFile()).size)
    }
    return { isUnderWay, largestBytes }
  })
}
