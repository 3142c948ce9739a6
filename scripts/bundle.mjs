/**
 * Bundles the companion runner: runner/cli/main.ts becomes dist/cli.mjs, and each workers/<name>.node.ts becomes
 * dist/<name>.node.mjs beside it, so `new URL('./x.node.mjs', import.meta.url)` holds from anywhere. The engine's doors
 * become the library in dist/lib/, whose npm packages stay imports. The workbench's engine is put beside them.
 *
 * npm runs this as `prepare`, where a missing source or tool must not break an install: it is then said, and left to `npm start`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { argv, env, execPath, exit } from 'node:process'
import { fileURLToPath } from 'node:url'
import { filesBelow, isStale, put, root } from './files.mjs'
import { engineIfStale, ENGINE } from './lean-engine.mjs'

const entry = 'runner/cli/main.ts'
/** The library: engine/<door>.ts. */
const doors = ['index', 'node', 'web']
const sources = ['runner', 'engine', 'workers', 'package-lock.json', 'scripts/bundle.mjs']

/** Native code, Wasm found beside its JavaScript, and packages that load their own parts by path stay in node_modules. */
const external = [
  '@duckdb/node-bindings', '@duckdb/duckdb-wasm', 'parquet-wasm', 'apache-arrow',
  'fastify', '@fastify/*', 'pino', 'pino-*', 'thread-stream', '@opentelemetry/*', 'esbuild', 'next',
]

const requireForCommonJs = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);"

/** The bundle, if it is missing or older than its sources. Throws when it cannot be made. */
export async function bundleIfStale() {
  if (isStale('dist/cli.mjs', sources)) await bundle()
}

/**
 * Makes dist/ anew, a file at a time and the command last: whoever runs or bundles it at the same moment finds every file there.
 * Throws when the runner's source or esbuild is missing, or the code does not compile.
 */
export async function bundle() {
  if (!existsSync(join(root, entry))) throw new Error(`there is no ${entry} to bundle`)
  const { build, stop } = await import('esbuild')
  const dist = join(root, 'dist')
  const workers = filesBelow(join(root, 'workers')).filter(file => /^[^/]+\.node\.ts$/.test(file))
  // A thread gets a bundle of its own, of the little that it runs: it must start at once.
  const bundles = [{ in: entry, out: 'cli' }, ...workers.map(file => ({ in: `workers/${file}`, out: file.replace(/\.ts$/, '') }))]
  const common = {
    absWorkingDir: root,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    legalComments: 'none',
    logLevel: 'warning',
    write: false,
  }
  const built = await Promise.all([
    ...bundles.map(entryPoint => build({
      ...common,
      entryPoints: [entryPoint],
      outdir: 'dist',
      define: { __VERSION__: JSON.stringify(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version) },
      external,
      banner: { js: requireForCommonJs },
      // Names stay, for the stacks of errors; less text is less to parse at every start.
      minifyWhitespace: true,
      minifySyntax: true,
    })),
    build({ ...common, entryPoints: doors.map(door => `engine/${door}.ts`), outdir: 'dist/lib', packages: 'external' }),
  ])
  const outputFiles = built.flatMap(result => result.outputFiles)
  await stop()
  engineIfStale()
  const command = join(dist, 'cli.mjs')
  for (const { path, contents } of outputFiles) if (path !== command) put(path, contents, 0o644)
  put(command, executable(outputFiles.find(({ path }) => path === command).text), 0o755)
  const made = new Set([...outputFiles.map(({ path }) => path), join(root, ENGINE)].map(path => relative(dist, path)))
  const isOurs = file => !file.startsWith('lib/types/') && !file.endsWith('.partial')
  for (const file of filesBelow(dist)) if (isOurs(file) && !made.has(file)) rmSync(join(dist, file), { force: true })
}

/** The library's types, beside it. TypeScript keeps the sources' `.ts` endings, which are `.js` to those who import. */
function declareTypes() {
  const types = join(root, 'dist/lib/types')
  const { status, stdout, stderr } = spawnSync(execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'scripts/library.tsconfig.json')], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`its types could not be declared: ${stdout}${stderr}`)
  for (const file of filesBelow(types)) {
    const path = join(types, file)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/((?:from|import\() ?['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2'))
  }
}

const executable = text => text.startsWith('#!') ? text : `#!/usr/bin/env node\n${text}`

if (argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await bundle()
    declareTypes()
  } catch (error) {
    console.error(`The command line was not bundled: ${error.message}`)
    exit(env.npm_lifecycle_event === 'prepare' ? 0 : 1)
  }
}
