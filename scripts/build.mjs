/**
 * Builds everything that ships: dist/ (the runner) and out/ (the workbench as static files, with a service worker that knows
 * them all). Reports the size of the first load and fails when it grows past its limit.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv, env, execPath, exit } from 'node:process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { bundle } from './bundle.mjs'
import { filesBelow, isStale, root } from './files.mjs'
import { engineIfStale } from './lean-engine.mjs'

const maxInitialScriptBytes = 300_000
const out = join(root, 'out')
const sources = ['app', 'engine', 'workers', 'public', 'next.config.mjs', 'postcss.config.mjs', 'package-lock.json', 'scripts/build.mjs', 'scripts/lean-engine.mjs']

/** The export, if out/ is missing or older than its sources. Throws when it cannot be built. */
export function buildExportIfStale() {
  if (isStale('out/sw.js', sources)) buildExport()
}

/** Runs `next build` and finishes what it wrote. out/sw.js is written last: its age is the export's age. */
export function buildExport() {
  engineIfStale()
  const next = join(root, 'node_modules/next/dist/bin/next')
  const { status } = spawnSync(execPath, [next, 'build'], { cwd: root, stdio: 'inherit', env: { ...env, NEXT_TELEMETRY_DISABLED: '1' } })
  if (status !== 0) throw new Error(`next build ended with ${status}`)
  reportSize()
  writeServiceWorker()
}

/** The scripts index.html loads by itself. Browsers that know modules never fetch a `nomodule` one. */
function initialScripts(html) {
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag).filter(tag => !/\bnomodule\b/i.test(tag))
  return [...new Set(tags.flatMap(tag => tag.match(/\bsrc="\/([^"?]+)/)?.[1] ?? []))]
}

function reportSize() {
  const sizes = initialScripts(readFileSync(join(out, 'index.html'), 'utf8'))
    .map(file => ({ file, gzip: gzipSync(readFileSync(join(out, file))).length }))
    .sort((a, b) => b.gzip - a.gzip)
  const total = sizes.reduce((sum, { gzip }) => sum + gzip, 0)
  const kB = bytes => `${(bytes / 1000).toFixed(1).padStart(7)} kB`
  console.log('First load, scripts, gzip:')
  for (const { file, gzip } of sizes) console.log(`  ${kB(gzip)}  ${file}`)
  console.log(`  ${kB(total)}  of ${kB(maxInitialScriptBytes).trim()} allowed`)
  if (total > maxInitialScriptBytes) {
    throw new Error(`the first load is ${total} bytes of script, ${maxInitialScriptBytes} are allowed: load what the first screen does not need with import()`)
  }
}

/** What the workbench never asks for: sources beside the compiled workers, source maps, error pages, the service worker itself. */
const isUnused = file => /\.(map|ts)$|^(sw\.js|404\.html|_not-found.*)$/.test(file)

/** Files are asked for by their own names, which every host answers; only the page itself is `/`. */
const address = file => file === 'index.html' ? '/' : `/${file}`

function writeServiceWorker() {
  const files = filesBelow(out).filter(file => !isUnused(file))
  const version = createHash('sha256')
  for (const file of files) version.update(file).update('\0').update(readFileSync(join(out, file)))
  const template = readFileSync(join(root, 'public/sw.js'), 'utf8')
  const filled = template
    .replace("const version = 'unbuilt'", `const version = '${version.digest('hex').slice(0, 16)}'`)
    .replace('const files = []', `const files = ${JSON.stringify(files.map(address), undefined, 2)}`)
  if (filled.includes("'unbuilt'") || filled.includes('const files = []')) throw new Error('public/sw.js has lost its places for `version` and `files`')
  writeFileSync(join(out, 'sw.js'), filled)
  const bytes = files.reduce((sum, file) => sum + statSync(join(out, file)).size, 0)
  console.log(`Kept for offline use: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`)
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  try {
    buildExport()
    if (existsSync(join(root, 'runner/cli/main.ts'))) await bundle()
  } catch (error) {
    console.error(`The build failed: ${error.message}`)
    exit(1)
  }
}
