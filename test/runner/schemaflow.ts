import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { generateFile } from '../../bench/generate.ts'
import { generateBars } from '../../bench/bars.ts'

export const root = resolve(import.meta.dirname, '../..')
const cli = join(root, 'dist/cli.mjs')

/** Bundles the command line unless the bundle is newer than its sources. */
export function bundleCli(): void {
  execFileSync(process.execPath, ['--input-type=module', '-e', "const { bundleIfStale } = await import('./scripts/bundle.mjs'); await bundleIfStale()"], { cwd: root })
}

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Starts the bundled command line in a folder; temporary files go to its `.tmp`. */
export function start(folder: string, ...args: readonly string[]): { readonly process: ChildProcess, readonly ended: Promise<Ended>, readonly output: () => string } {
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, env: { ...process.env, TMPDIR: join(folder, '.tmp') }, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text })
  const ended = new Promise<Ended>((done, failed) => {
    child.once('error', failed)
    child.once('close', code => { done({ code, out, err: withoutProgress(err) }) })
  })
  return { process: child, ended, output: () => out }
}

/** Whether a run tells how far it is depends on how fast the machine is. */
const withoutProgress = (text: string): string => text.replace(/^\d+ % · .*\n/gm, '')

/** Runs it to its end. */
export const schemaflow = (folder: string, ...args: readonly string[]): Promise<Ended> => start(folder, ...args).ended

/** A new folder with these files in it, and the way to be rid of it. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): { readonly folder: string, readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'schemaflow-cli-'))
  mkdirSync(join(folder, '.tmp'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return { folder, remove: () => { rmSync(folder, { recursive: true, force: true }) } }
}

/** The benchmark file, of which it is known what is wrong with it. */
export const barsFile = (path: string, rows: number): ReturnType<typeof generateBars> => generateFile(path, write => generateBars({ rows, seed: 1 }, write))

/** Resolves when `isSo` is; fails after a minute. */
export async function until(isSo: () => boolean): Promise<void> {
  for (const since = Date.now(); !isSo();) {
    if (Date.now() - since > 60_000) throw new Error('waited a minute in vain')
    await new Promise(next => setTimeout(next, 10))
  }
}
