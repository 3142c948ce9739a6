import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, normalize } from 'node:path/posix'
import { expect, test } from 'vitest'

/** Who may import whom, bottom to top. `X:types` admits `import type` only; `X/*` everything below X. */
const MAY_IMPORT: Record<string, string[]> = {
  'engine/base': [],
  'engine/data': ['engine/base'],
  'engine/algebra': ['engine/base', 'engine/data'],
  'engine/sql': ['engine/base', 'engine/data', 'engine/algebra'],
  'engine/steps': ['engine/base', 'engine/data', 'engine/algebra'],
  'engine/rules': ['engine/base', 'engine/data', 'engine/algebra'],
  'engine/transport': ['engine/base', 'engine/data'],
  'engine/flow': ['engine/base', 'engine/data'],
  'engine/formats': ['engine/base', 'engine/data', 'engine/flow'],
  'engine/backends': ['engine/base', 'engine/data', 'engine/algebra', 'engine/sql', 'engine/transport', 'engine/flow', 'engine/formats'],
  'engine/state': ['engine/base', 'engine/data', 'engine/transport'],
  'engine/connectors': ['engine/base', 'engine/data', 'engine/flow', 'engine/formats'],
  'engine/recipe': ['engine/base', 'engine/data', 'engine/algebra', 'engine/steps', 'engine/rules', 'engine/formats', 'engine/connectors'],
  'engine/plan': ['engine/base', 'engine/data', 'engine/algebra', 'engine/sql', 'engine/steps', 'engine/rules', 'engine/recipe'],
  'engine/profile': ['engine/base', 'engine/data', 'engine/algebra', 'engine/sql', 'engine/steps', 'engine/rules', 'engine/backends:types'],
  'engine/runtime': [
    'engine/base', 'engine/data', 'engine/algebra', 'engine/sql', 'engine/rules', 'engine/recipe', 'engine/plan', 'engine/flow', 'engine/formats',
    'engine/backends', 'engine/state', 'engine/connectors', 'engine/profile',
  ],
  'engine/report': ['engine/base', 'engine/data', 'engine/sql', 'engine/recipe', 'engine/plan', 'engine/profile', 'engine/runtime:types'],
  engine: ['engine/*'], // the doors: index.ts (runs anywhere), node.ts, web.ts
  workers: ['engine', 'engine/base', 'engine/transport'],
  runner: ['engine', 'engine/base', 'engine/transport', 'workers'],
  'app/ui': [],
  'app/grid': ['app/ui', 'engine/data:types'],
  'app/charts': ['app/ui', 'engine/data:types'],
  'app/sample': ['engine:types'],
  'app/session': ['workers', 'app/sample', 'engine/base', 'engine/recipe', 'engine:types'],
  'app/profile': ['app/ui', 'app/charts', 'engine:types', 'engine/data:types'],
  'app/cells': ['app/ui', 'app/grid', 'app/charts', 'app/profile', 'app/session', 'engine', 'engine/base', 'engine/recipe'],
  'app/review': ['app/ui', 'app/grid', 'app/charts', 'app/cells', 'app/session', 'engine', 'engine/base'],
  'app/notebook': ['app/ui', 'app/charts', 'app/cells', 'app/profile', 'app/review', 'app/session', 'engine/base', 'engine/recipe', 'engine:types'],
  app: ['app/*'], // the routes
}

const PLATFORM = [
  { what: /^(node:|fs$|path$)/, only: /^(runner\/|engine\/(backends|connectors|formats|state)\/node\/|workers\/.*(node|thread)|engine\/node\.ts)/ },
  { what: /^(react|react-dom|next|radix-ui)(\/|$)/, only: /^app\// },
  { what: /^comlink(\/|$)/, only: /^workers\// },
  { what: /^@duckdb\/duckdb-wasm(\/|$)/, only: /^engine\/(backends\/web\/|web\.ts)/ },
  { what: /^@duckdb\/node-api(\/|$)/, only: /^engine\/(backends\/node\/|node\.ts)/ },
]

interface Edge {
  readonly from: string
  /** The file imported, for one of ours; undefined for a package. */
  readonly to: string | undefined
  readonly spec: string
  readonly isType: boolean
}

const files = ['engine', 'workers', 'runner', 'app']
  .filter(root => existsSync(root))
  .flatMap(root => readdirSync(root, { recursive: true, encoding: 'utf8' }).map(file => `${root}/${file.replaceAll('\\', '/')}`))
  .filter(file => /\.tsx?$/.test(file))

const moduleOf = (file: string): string => {
  const [root = '', folder = '', ...rest] = file.split('/')
  const inner = `${root}/${folder}`
  if (root === 'engine' && rest.length > 0) return inner
  return rest.length > 0 && inner in MAY_IMPORT ? inner : root // other folders of app/ are routes
}

const STATIC = /^(?:import|export)\s+(type\s)?(?:[^'"]*?from\s+)?['"]([^'"]+)['"]/gm
const DYNAMIC = /\bimport\((type\s)?['"]([^'"]+)['"]\)/g

const importsIn = (from: string, pattern: RegExp): Edge[] =>
  [...readFileSync(from, 'utf8').matchAll(pattern)].map(([, type, spec = '']) => ({
    from, isType: type !== undefined, spec, to: spec.startsWith('.') ? normalize(`${dirname(from)}/${spec}`) : undefined,
  }))

const staticEdges = files.flatMap(file => importsIn(file, STATIC))
const edges = [...staticEdges, ...files.flatMap(file => importsIn(file, DYNAMIC))]

function isAllowed({ from, to, isType }: Edge): boolean {
  if (to === undefined) return true
  const [importer, imported] = [moduleOf(from), moduleOf(to)]
  if (importer === imported) return true
  const list = MAY_IMPORT[importer] ?? []
  const isBelow = list.some(entry => entry.endsWith('/*') && imported.startsWith(entry.slice(0, -1)))
  return list.includes(imported) || isBelow || (isType && list.includes(`${imported}:types`))
}

function cyclesAmong(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) return void cycles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '))
    if (done.has(file)) return
    for (const to of graph.get(file) ?? []) visit(to, [...trail, file])
    done.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  return cycles
}

test('every folder of the engine has its place in the table', () => {
  const unlisted = new Set(files.map(moduleOf).filter(name => !(name in MAY_IMPORT)))
  expect([...unlisted]).toEqual([])
})

test('imports point downwards', () => {
  expect(edges.filter(edge => !isAllowed(edge)).map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
})

test('platform packages stay in their folder', () => {
  const wrong = edges.flatMap(({ from, spec }) => PLATFORM.filter(({ what, only }) => what.test(spec) && !only.test(from)).map(() => `${from} -> ${spec}`))
  expect(wrong).toEqual([])
})

test('relative imports name their file with its ending', () => {
  const wrong = edges.filter(({ to }) => to !== undefined && !/\.(tsx?|css|json)$/.test(to)).map(({ from, spec }) => `${from} -> ${spec}`)
  expect(wrong).toEqual([])
})

test('no file imports itself, however far round', () => {
  const graph = new Map(files.map(file => [file, staticEdges.filter(({ from }) => from === file).flatMap(({ to }) => to ?? [])]))
  expect(cyclesAmong(graph)).toEqual([])
})

test('a circle would be found', () => {
  expect(cyclesAmong(new Map([['a', ['b']], ['b', ['c']], ['c', ['b']]]))).toEqual(['b -> c -> b'])
})
