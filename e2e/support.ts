import { expect, type BrowserContext, type Page } from '@playwright/test'

/** Everything the page and its workers ask for that is not of their own origin. */
export function watchOtherOrigins(context: BrowserContext, ownOrigin: string): string[] {
  const others: string[] = []
  context.on('request', request => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== ownOrigin) others.push(request.url())
  })
  return others
}

export function watchErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', error => errors.push(error.message))
  return errors
}

/** Opens a CSV from memory the way a picked file is. */
export async function openCsv(page: Page, name: string, content: string | Buffer): Promise<void> {
  const buffer = typeof content === 'string' ? Buffer.from(content) : content
  await page.getByLabel('Choose a file').setInputFiles({ name, mimeType: 'text/csv', buffer })
}

/** Waits until a verdict for the latest edit stands; long enough for an engine to start on a slow machine. */
export async function judged(page: Page): Promise<void> {
  const verdict = page.getByRole('region', { name: 'Verdict' })
  await expect(verdict.getByRole('status')).toContainText('judged in', { timeout: 90_000 })
}

/** The true totals of the verdict bar, by their word. */
export async function totals(page: Page): Promise<Record<string, number>> {
  const buttons = page.getByRole('region', { name: 'Verdict' }).getByRole('button')
  const found: Record<string, number> = {}
  for (const text of await buttons.allInnerTexts()) {
    const match = /^([\d,.\s]+)\s+(physical|valid|rejected|warned|dropped)\b/.exec(text.replaceAll('\n', ' '))
    if (match) found[match[2]!] = Number(match[1]!.replace(/[^\d]/g, ''))
  }
  return found
}

/** The bytes of the file that a click downloads. */
export async function downloaded(page: Page, act: () => Promise<void>): Promise<{ name: string, bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  const stream = await download.createReadStream()
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece as Buffer)
  return { name: download.suggestedFilename(), bytes: Buffer.concat(pieces) }
}

/** The sizes of the finished copies in the browser's own file system. */
export async function keptInputs(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('inputs').catch(() => undefined)
    const sizes: number[] = []
    if (!folder) return sizes
    for await (const [name, handle] of folder as unknown as AsyncIterable<[string, FileSystemFileHandle]>) {
      if (!name.endsWith('.part')) sizes.push((await handle.getFile()).size)
    }
    return sizes
  })
}

/** How many facts about the input are kept for a reload. */
export const keptFacts = (page: Page): Promise<number> => page.evaluate(() => new Promise((resolve, reject) => {
  const request = indexedDB.open('schemaflow-facts')
  request.onerror = () => { reject(new Error('the facts cannot be opened')) }
  request.onupgradeneeded = () => { request.transaction?.abort() }
  request.onsuccess = () => {
    const counting = request.result.transaction('facts').objectStore('facts').count()
    counting.onsuccess = () => { request.result.close(); resolve(counting.result) }
  }
}))
