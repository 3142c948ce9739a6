import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { generateBars } from './bars.ts'
import { generateFile } from './generate.ts'

/** What runs in the page: a clock that starts with an event of the page itself and stops at a change of the document, after the frame that shows it. */
export interface Watch {
  readonly longTasks: number[]
  /** Starts the clock at the next event of this kind, on an element with this `type`, or on any. */
  since(type: string | undefined, event: string): void
  until(isReached: () => boolean, timeoutMs: number): Promise<number>
  isJudged(): boolean
  /** Milliseconds from a scroll of the grid to this share of its height until every row in sight has its cells. */
  scrolled(share: number): Promise<number>
}

declare global {
  /** In the page: see bench/watch-page.js. */
  function watch(): Watch
}

/** The benchmark's CSV of so many rows, made once. */
export async function barsCsv(rows: number): Promise<string> {
  const path = join(tmpdir(), `schemaflow-bars-${rows}.csv`)
  if (!existsSync(path)) await generateFile(path, write => generateBars({ rows, seed: 1 }, write))
  return path
}

/** So long an earlier visit goes on after its verdict: the browser keeps the code that it compiled. */
const VISIT_MS = 10_000

export interface Visit {
  readonly port: number
  /** So long a person reads the page before a file is found. */
  readonly thinkMs: number
  /** How often somebody worked with the benchmark's file here before, in the same browser. */
  readonly earlierVisits?: number
}

/** Serves the built export and opens it in Chromium. */
export async function withWorkbench({ port, thinkMs, earlierVisits = 0 }: Visit, measure: (page: Page) => Promise<void>): Promise<void> {
  const origin = `http://127.0.0.1:${port}`
  const server = spawn(process.execPath, ['scripts/serve-static.mjs', 'out', String(port)], { stdio: 'ignore' })
  await new Promise(resolve => setTimeout(resolve, 800))
  const executablePath = process.env.CHROMIUM_PATH ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync)
  const profile = await mkdtemp(join(tmpdir(), 'schemaflow-visitor-'))
  const browser = await chromium.launchPersistentContext(profile, { viewport: { width: 1280, height: 900 }, ...executablePath === undefined ? {} : { executablePath } })
  const visit = async (ms: number): Promise<Page> => {
    const page = await browser.newPage()
    await page.addInitScript({ path: 'bench/watch-page.js' })
    await page.goto(origin)
    await page.getByRole('button', { name: 'Try sample data' }).first().waitFor()
    await page.waitForTimeout(ms)
    return page
  }
  try {
    for (let earlier = 0; earlier < earlierVisits; earlier++) await workAndLeave(await visit(thinkMs), origin)
    const page = await visit(thinkMs)
    await page.evaluate(() => { watch().longTasks.length = 0 })
    await measure(page)
  } finally {
    await browser.close()
    server.kill()
    await rm(profile, { recursive: true, force: true })
  }
}

/** Opens a million rows, and leaves no session behind that the next visit would begin with. */
async function workAndLeave(page: Page, origin: string): Promise<void> {
  await page.getByLabel('Choose a file').setInputFiles(await barsCsv(1_000_000))
  await page.getByRole('region', { name: 'Verdict' }).getByRole('status').filter({ hasText: 'judged in' }).waitFor({ timeout: 120_000 })
  await page.waitForTimeout(VISIT_MS)
  const devTools = await page.context().newCDPSession(page)
  await page.goto('about:blank')
  await devTools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb,file_systems' })
  await page.close()
}
