/**
 * What a person waits for in the workbench, in real Chromium on the built static export (`npm run build` first):
 * first rows after the drop, whole profile and verdict, one changed rule, one page of rejects, and the longest task of the main thread.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from '@playwright/test'
import { generateBars } from './bars.ts'
import { generateFile } from './generate.ts'
import { describeMachine } from './machine.ts'

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, port: { type: 'string', default: '4398' }, edits: { type: 'string', default: '30' } } })
const rows = Number(values.rows)
const path = join(tmpdir(), `schemaflow-bars-${rows}.csv`)
if (!existsSync(path)) await generateFile(path, write => generateBars({ rows, seed: 1 }, write))

const server = spawn(process.execPath, ['scripts/serve-static.mjs', 'out', values.port], { stdio: 'ignore' })
await new Promise(resolve => setTimeout(resolve, 800))
const executablePath = process.env.CHROMIUM_PATH ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync)
const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath })
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.addInitScript(() => {
    const tasks: number[] = []
    ;(globalThis as { longTasks?: number[] }).longTasks = tasks
    new PerformanceObserver(list => { for (const entry of list.getEntries()) tasks.push(entry.duration) }).observe({ type: 'longtask', buffered: true })
  })
  await page.goto(`http://127.0.0.1:${values.port}/`)
  await page.getByRole('button', { name: 'Try sample data' }).first().waitFor()
  await page.evaluate(() => { (globalThis as { longTasks?: number[] }).longTasks!.length = 0 })

  const dropped = performance.now()
  await page.getByLabel('Choose a CSV file').setInputFiles(path)
  await page.getByRole('region', { name: 'Source' }).getByRole('table').waitFor()
  const firstRowsMs = performance.now() - dropped
  await judged(page, 120_000)
  const profiledMs = performance.now() - dropped

  const recipe = page.getByRole('region', { name: 'Recipe' })
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), recipe.getByRole('button', { name: 'Import' }).click()])
  await chooser.setFiles('bench/recipes/bars.yaml')
  await page.waitForTimeout(200)
  await judged(page, 60_000)
  const verdictText = await page.getByRole('region', { name: 'Verdict' }).getByRole('status').innerText()

  const edits: number[] = []
  for (let edit = 0; edit < Number(values.edits); edit++) edits.push(await editMs(page, 100 + edit))
  const pages = await pageTimes(page)
  const longTasks = await page.evaluate(() => (globalThis as { longTasks?: number[] }).longTasks ?? [])
  const at = (list: readonly number[], share: number): number => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(share * list.length))] ?? 0
  const machine = await describeMachine()
  console.log(JSON.stringify({
    machine, rows, firstRowsMs: Math.round(firstRowsMs), profileAndInferredVerdictMs: Math.round(profiledMs), verdictOfTwelveRules: verdictText,
    editP50Ms: Math.round(at(edits, 0.5)), editP95Ms: Math.round(at(edits, 0.95)), pageP95Ms: Math.round(at(pages, 0.95)), longestMainThreadTaskMs: Math.round(at(longTasks, 1)),
  }, null, 2))
} finally {
  await browser.close()
  server.kill()
}

async function judged(page: Page, timeout: number): Promise<void> {
  await page.getByRole('region', { name: 'Verdict' }).getByText(/judged in/).waitFor({ timeout })
}

/** One rule changed through the recipe's text, as an import would: what the verdict bar says it took. */
async function editMs(page: Page, max: number): Promise<number> {
  const before = await page.getByRole('region', { name: 'Verdict' }).getByRole('status').innerText()
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('region', { name: 'Recipe' }).getByRole('button', { name: 'Import' }).click()])
  const text = readFileSync('bench/recipes/bars.yaml', 'utf8').replace('max: 120', `max: ${max}`)
  await chooser.setFiles({ name: 'bars.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) })
  await page.waitForTimeout(700)
  const after = await page.getByRole('region', { name: 'Verdict' }).getByRole('status').innerText()
  const match = /([\d.]+)\s*(ms|s)/.exec(after) ?? /([\d.]+)\s*(ms|s)/.exec(before)
  return match ? Number(match[1]) * (match[2] === 's' ? 1000 : 1) : NaN
}

/** Jumps to random rejects: from the jump to the row's being drawn. */
async function pageTimes(page: Page): Promise<number[]> {
  const grid = page.getByRole('grid')
  const total = Number(await grid.getAttribute('aria-rowcount')) - 1
  const times: number[] = []
  const field = page.getByRole('region', { name: 'Review' }).getByRole('spinbutton')
  for (let jump = 1; jump <= 20 && total > 0; jump++) {
    await field.fill(String(Math.floor(rows * jump / 21)))
    const since = performance.now()
    await field.press('Enter')
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'gridcell', undefined, { timeout: 10_000 }).catch(() => undefined)
    times.push(performance.now() - since)
  }
  return times
}
