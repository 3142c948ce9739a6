/**
 * Bundles the companion runner: runner/cli/main.ts becomes dist/cli.mjs, and each workers/<name>.node.ts becomes
 * dist/<name>.node.mjs beside it. Code they share lies in dist/ too, so `new URL('./x.node.mjs', import.meta.url)` holds from anywhere.
 *
 * npm runs this as `prepare`, where a missing source or tool must not break an install: it is then said, and left to `npm start`.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv, env, exit } from 'node:process'
import { fileURLToPath } from 'node:url'
import { filesBelow, isStale, root } from './files.mjs'

const entry = 'runner/cli/main.ts'
const sources = ['runner', 'engine', 'workers', 'package-lock.json', 'scripts/bundle.mjs']

/** Native code, Wasm found beside its JavaScript, and packages that load their own parts by path stay in node_modules. */
const external = [
  '@duckdb/node-api', '@duckdb/node-bindings', '@duckdb/duckdb-wasm', 'parquet-wasm', 'apache-arrow',
  'fastify', '@fastify/*', 'pino', 'pino-*', 'thread-stream', '@opentelemetry/*', 'esbuild', 'next',
]

const requireForCommonJs = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);"

/** The bundle, if it is missing or older than its sources. Throws when it cannot be made. */
export async function bundleIfStale() {
  if (isStale('dist/cli.mjs', sources)) await bundle()
}

/** Makes dist/ anew. Throws when the runner's source or esbuild is missing, or the code does not compile. */
export async function bundle() {
  if (!existsSync(join(root, entry))) throw new Error(`there is no ${entry} to bundle`)
  const { build, stop } = await import('esbuild')
  const dist = join(root, 'dist')
  const workers = filesBelow(join(root, 'workers')).filter(file => /^[^/]+\.node\.ts$/.test(file))
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [{ in: entry, out: 'cli' }, ...workers.map(file => ({ in: `workers/${file}`, out: file.replace(/\.ts$/, '') }))],
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external,
    banner: { js: requireForCommonJs },
    legalComments: 'none',
    logLevel: 'warning',
    write: false,
  })
  await stop()
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist, { recursive: true })
  for (const file of outputFiles) writeFileSync(file.path, file.contents)
  makeExecutable(join(dist, 'cli.mjs'))
}

function makeExecutable(path) {
  const text = readFileSync(path, 'utf8')
  if (!text.startsWith('#!')) writeFileSync(path, `#!/usr/bin/env node\n${text}`)
  chmodSync(path, 0o755)
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await bundle()
  } catch (error) {
    console.error(`The command line was not bundled: ${error.message}`)
    exit(env.npm_lifecycle_event === 'prepare' ? 0 : 1)
  }
}
