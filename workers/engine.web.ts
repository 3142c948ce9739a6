import { blobSource, ConnectorError, EngineError, keepInput, openDuckDbWasm, openWorkspace, pruneInputs, storedInput, toParquet, webInputHost, type Backend, type Workspace } from '../engine/web.ts'
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

const api: EngineApi = {
  async warmUp() {
    await startEngine()
  },
  async load(input, spec, onEvent) {
    // Where the engine is still starting, the first rows are read meanwhile.
    const starting = startEngine()
    await workspace?.leave()
    const blob = await blobOf(input)
    bytes = blob
    const source = blobSource(blob, input.name)
    workspace = openWorkspace({ backend: deferred(starting), source, input: webInputHost, toParquet, startedAt: new Date(), runId: crypto.randomUUID() })
    await workspace.load(spec, onEvent)
  },
  judge: (recipe, revision) => current().judge(recipe, revision),
  page: (filter, start, end) => current().page(filter, start, end),
  positionOf: (filter, ordinal) => current().positionOf(filter, ordinal),
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
  prune: keys => pruneInputs(keys),
}

/** A backend that may still be starting: calls wait for it. */
function deferred(starting: Promise<Backend>): Backend {
  return {
    engine: { name: 'duckdb-wasm', version: '' },
    createSource: async (...args) => (await starting).createSource(...args),
    append: async segment => (await starting).append(segment),
    commit: async () => (await starting).commit(),
    query: async (...args) => (await starting).query(...args),
    async *arrow(...args) { yield* (await starting).arrow(...args) },
    close: async () => (await starting).close(),
  }
}

serve(api)
