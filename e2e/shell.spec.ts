import { expect, test, type Page } from '@playwright/test'
import { judged, openCsv, totals, watchErrors, watchOtherOrigins } from './support.ts'

const canvasColour = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)

async function chooseTheme(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Theme' }).click()
  await page.getByRole('menuitemradio', { name }).click()
}

test('the page loads without an error and asks no other origin for anything', async ({ page, context, baseURL }) => {
  const others = watchOtherOrigins(context, new URL(baseURL!).origin)
  const errors = watchErrors(page)
  await page.goto('/')
  await expect(page.getByRole('main')).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  expect(errors).toEqual([])
  expect(others).toEqual([])
})

test('a script that tries to send something elsewhere is refused', async ({ page }) => {
  await page.goto('/')
  const violation = await page.evaluate(() => new Promise<string>(resolve => {
    document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective), { once: true })
    void fetch('https://example.com/').catch(() => undefined)
  }))
  expect(violation).toBe('connect-src')
})

test('the theme follows the system until one is chosen, and the choice survives a reload', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/')
  const light = await canvasColour(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await canvasColour(page)
  expect(dark).not.toBe(light)

  await chooseTheme(page, 'Light')
  expect(await canvasColour(page)).toBe(light)
  await page.reload({ waitUntil: 'commit' })
  await page.waitForFunction(() => document.body !== null)
  expect(await canvasColour(page)).toBe(light)

  await chooseTheme(page, 'System')
  expect(await canvasColour(page)).toBe(dark)
})

test('the page works without a network after the first visit', async ({ page, context }) => {
  await page.goto('/')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  // What the browser keeps for itself it may forget at any time.
  await (await context.newCDPSession(page)).send('Network.clearBrowserCache')
  await context.setOffline(true)
  await page.reload()
  await expect(page.getByRole('main')).toBeVisible()
  await chooseTheme(page, 'Dark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await openCsv(page, 'offline.csv', 'id,amount\n1,2.5\n2,x\n')
  await judged(page)
  expect(await totals(page)).toMatchObject({ physical: 2 })
})

test('the engine compiles its code from the response as it came, which browsers keep compiled', async ({ page }) => {
  await page.goto('/')
  await openCsv(page, 'some.csv', 'id\n1\n')
  await judged(page)
  const workers = page.workers().filter(worker => worker.url().includes('duckdb'))
  expect(await Promise.all(workers.map(worker => worker.evaluate(() => typeof TransformStream)))).toEqual(['undefined'])
})

test('an engine that is lost while it is at work is told so', async ({ page }) => {
  await page.goto('/')
  await openCsv(page, 'some.csv', 'id\n1\n')
  await judged(page)
  const [engine] = page.workers().filter(worker => worker.url().includes('duckdb'))
  await engine!.evaluate(() => { setTimeout(() => { throw new Error('gone') }) })
  // Rows that the grid was about to show may say it too, in an alert of their own.
  await expect(page.getByRole('alert').filter({ hasText: /^The engine could not be reached.*the data engine stopped unexpectedly/s })).toBeVisible()
})

test.describe('an engine that cannot start', () => {
  test.use({ serviceWorkers: 'block' })

  for (const part of ['worker.*.js', 'wasm'] as const) test(`for want of its ${part} is told so`, async ({ page }) => {
    await page.route(`**/duckdb*.${part}`, route => route.abort())
    await page.goto('/')
    await openCsv(page, 'some.csv', 'id\n1\n')
    const alert = page.getByRole('alert').filter({ hasText: 'the data engine could not start in this browser' })
    await expect(alert).toBeVisible({ timeout: 30_000 })
    await expect(alert).toContainText('Reload the page')
  })
})
