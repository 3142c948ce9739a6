/**
 * What a person waits for in the workbench, in real Chromium on the built static export (`npm run build` first):
 * first rows after the drop, whole profile and verdict, one changed rule, one page of rejects, and the longest task of the main thread.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Locator, Page } from '@playwright/test'
import { describeMachine } from './machine.ts'
import { barsCsv, withWorkbench } from './workbench.ts'

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, port: { type: 'string', default: '4398' }, edits: { type: 'string', default: '30' }, think: { type: 'string', default: '1500' }, visits: { type: 'string', default: '0' } } })
const rows = Number(values.rows)
const path = await barsCsv(rows)

await withWorkbench({ port: Number(values.port), thinkMs: Number(values.think), earlierVisits: Number(values.visits) }, async page => {
  const figures: Record<string, number> = {}
  await page.evaluate(() => { watch().since('file', 'change') })
  await page.getByLabel('Choose a file').setInputFiles(path)
  figures.firstRowsMs = await page.evaluate(() => watch().until(() => document.querySelector('#cell-source table tbody tr') !== null, 60_000))
  figures.profileMs = await page.evaluate(() => watch().until(() => document.querySelectorAll('#cell-profile li, #cell-profile tbody tr').length > 5, 120_000))
  figures.inferredVerdictMs = await page.evaluate(() => watch().until(() => document.querySelector('[aria-label=Verdict] [role=status]')?.textContent.includes('judged in') === true, 120_000))

  const recipe = page.getByRole('region', { name: 'Recipe' })
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), recipe.getByRole('button', { name: 'Import' }).click()])
  const edited = '\nrules:\n  - { id: edited, type: between, column: score, max: 99 }\n'
  await page.evaluate(() => { watch().since('file', 'change') })
  await chooser.setFiles({ name: 'bars.yaml', mimeType: 'text/yaml', buffer: Buffer.from(readFileSync('bench/recipes/bars.yaml', 'utf8') + edited) })
  figures.twelveRulesMs = await page.evaluate(() => watch().until(() => document.querySelector('#cell-rules li [data-action=edit]') !== null && watch().isJudged(), 120_000))

  await page.getByRole('region', { name: 'Rules' }).getByRole('button', { name: /edited/ }).first().click()
  const field = page.getByRole('region', { name: 'Rules' }).getByLabel('Max', { exact: true })
  const edits: number[] = []
  for (let edit = 0; edit < Number(values.edits); edit++) edits.push(await editMs(page, field, 98 - edit))
  const jumps = await jumpTimes(page)
  const scrolls = await scrollTimes(page)
  const longTasks = await page.evaluate(() => watch().longTasks)
  // By nearest rank: of twenty times the nineteenth is the 95th percentile.
  const at = (list: readonly number[], share: number): number => [...list].sort((a, b) => a - b)[Math.max(0, Math.ceil(share * list.length) - 1)] ?? 0
  Object.assign(figures, {
    editP50Ms: at(edits, 0.5), editP95Ms: at(edits, 0.95), jumpP50Ms: at(jumps, 0.5), jumpP95Ms: at(jumps, 0.95),
    pageP50Ms: at(scrolls, 0.5), pageP95Ms: at(scrolls, 0.95), longestMainThreadTaskMs: at(longTasks, 1),
  })
  console.log(JSON.stringify({ machine: await describeMachine(), rows, edits: edits.length, ...Object.fromEntries(Object.entries(figures).map(([name, ms]) => [name, Math.round(ms)])) }, null, 2))
})

/** From the key that ends the edit to the new count on the screen. */
async function editMs(page: Page, field: Locator, max: number): Promise<number> {
  await field.fill(String(max))
  const before = await rejectedCount(page)
  await page.evaluate(() => { watch().since(undefined, 'keydown') })
  const counted = page.evaluate(text => watch().until(() => watch().isJudged() && document.querySelector('[aria-label=Verdict]')?.textContent.replace(/judged in.*/, '') !== text, 30_000), before)
  await field.press('Enter')
  return counted
}

function rejectedCount(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector('[aria-label=Verdict]')?.textContent.replace(/judged in.*/, '') ?? '')
}

/** Jumps to lines all over the file: from Enter to the row's having the focus. */
async function jumpTimes(page: Page): Promise<number[]> {
  const times: number[] = []
  const field = page.getByRole('region', { name: 'Review' }).getByRole('spinbutton')
  for (let jump = 1; jump <= 20; jump++) {
    await field.fill(String(Math.floor(rows * ((jump * 7) % 21) / 21) + 2))
    await page.evaluate(() => { watch().since(undefined, 'keydown') })
    const shown = page.evaluate(() => watch().until(() => document.activeElement?.getAttribute('role') === 'gridcell' && document.querySelector('[role=grid] [aria-busy=true]') === null, 10_000))
    await field.press('Enter')
    times.push(await shown)
  }
  return times
}

/** Scrolls the rejects to places all over: from the scroll to every row in sight having its cells. */
async function scrollTimes(page: Page): Promise<number[]> {
  const times: number[] = []
  for (let scroll = 1; scroll <= 40; scroll++) {
    // Rows that fly past are not asked for; these are to be read.
    await page.waitForTimeout(250)
    times.push(await page.evaluate(share => watch().scrolled(share), ((scroll * 8) % 21) / 21))
  }
  return times
}
