import { blobSource, ConnectorError, deferred, EngineError, factsOf, keepFacts, keepInput, NOTHING_KNOWN, openDuckDbWasm, openWorkspace, pruneFacts, pruneInputs, rehearse, sourceSpec, storedInput, toParquet, webInputHost, type Backend, type Known, type Workspace } from '../engine/web.ts'
import { fingerprint } from '../engine/base/fingerprint.ts'
import type { EngineApi, InputBytes } from './engine-api.ts'
import { serve } from './rpc.ts'

let backend: Promise<Backend> | undefined
let workspace: Workspace | undefined
let bytes: Blob | undefined
const exports = new Map<number, AsyncIterator<Uint8Array>>()
let exportCount = 0

function current(): Workspace {
  if (!workspace) throw new EngineError('not_loaded', 'no file has been read yet')
  return workspace
}

async function blobOf(input: InputBytes): Promise<Blob> {
  if (input.kind === 'file') return input.file
  const stored = await storedInput(input.key)
  // A copy of another size is not the file that the session was about.
  if (stored?.size !== input.size) throw new ConnectorError('source_gone', `no copy of ${input.name} is kept`, { hint: 'The page was closed before the copy was complete, or the browser has cleared its storage. Open the file again: the recipe is still here.' })
  return stored
}

function startEngine(): Promise<Backend> {
  const starting = backend ??= openDuckDbWasm()
  starting.catch(() => { backend = undefined })
  return starting
}

/** A processor is left to the scanner, and to the page. */
const MAX_HELPERS = 3
const openHelpers = (): readonly Promise<Backend>[] => Array.from({ length: Math.min(MAX_HELPERS, navigator.hardwareConcurrency - 1) }, openDuckDbWasm)

/** What the engine does before there is an input; whoever brings one ends it. */
let rehearsal: { readonly done: Promise<void>, end(): void } | undefined

/** The engine, for an input. */
async function engineAtWork(): Promise<Backend> {
  rehearsal?.end()
  await rehearsal?.done
  return startEngine()
}

const api: EngineApi = {
  async warmUp() {
    const started = await startEngine()
    if (workspace) return
    const ending = new AbortController()
    rehearsal = { done: rehearse(started, webInputHost, ending.signal).catch(() => undefined), end: () => { ending.abort() } }
    await rehearsal.done
  },
  async load(input, recipe, onEvent) {
    const known = await knownOf(input)
    // Where the engine is still starting, the first rows are read meanwhile. What is known needs none yet.
    if (known.size === 0) void engineAtWork().catch(() => undefined)
    else rehearsal?.end()
    await workspace?.leave()
    const blob = await blobOf(input)
    bytes = blob
    const source = blobSource(blob, input.name)
    workspace = openWorkspace({ backend: deferred({ name: 'duckdb-wasm', version: '' }, engineAtWork, () => backend), source, input: webInputHost, toParquet, openHelpers, startedAt: new Date(), runId: crypto.randomUUID() })
    await workspace.load(sourceSpec(recipe), onEvent, { known, recipe })
  },
  judge: (recipe, revision) => current().judge(recipe, revision),
  page: (filter, start, end) => current().page(filter, start, end),
  positionOf: (filter, ordinal) => current().positionOf(filter, ordinal),
  previewSheet: sheet => current().previewSheet(sheet),
  beginExport(kind) {
    exports.set(++exportCount, current().export(kind)[Symbol.asyncIterator]())
    return Promise.resolve(exportCount)
  },
  async nextPiece(exportId) {
    const next = await exports.get(exportId)?.next()
    if (!next || next.done) {
      exports.delete(exportId)
      return null
    }
    return next.value
  },
  async endExport(exportId) {
    const pieces = exports.get(exportId)
    exports.delete(exportId)
    await pieces?.return?.()
  },
  async store(key) {
    if (bytes) await keepInput(key, bytes)
  },
  async remember(key) {
    if (workspace) await keepFacts(key, new Map([...workspace.known()].map(([name, value]) => [nameHere(name), value])))
  },
  async prune(keys) {
    await pruneInputs(keys)
    await pruneFacts(keys)
  },
}

/** This worker's address names every script that it starts with, and these names hold hashes of what is in them and in what they load later. */
const build = fingerprint(self.location.href)

/** Facts are those of this build: another may judge otherwise. */
const nameHere = (name: string): string => `${name} ${build}`

async function knownOf(input: InputBytes): Promise<Known> {
  if (input.kind !== 'stored') return NOTHING_KNOWN
  const suffix = nameHere('')
  const facts = await factsOf(input.key)
  return new Map([...facts].filter(([name]) => name.endsWith(suffix)).map(([name, value]) => [name.slice(0, -suffix.length), value]))
}

serve(api)
