import type { Backend } from './backend.ts'

/** A backend that is asked for at each call: it may still have to start, or be refused. `close` closes what `opened` gives, if anything. */
export function deferred(engine: Backend['engine'], start: () => Promise<Backend>, opened: () => Promise<Backend> | undefined): Backend {
  return {
    engine,
    createSource: async (...args) => (await start()).createSource(...args),
    append: async segment => (await start()).append(segment),
    commit: async () => (await start()).commit(),
    takeCounts: async table => await (await start()).takeCounts?.(table) ?? [],
    look: async (...args) => (await start()).look(...args),
    query: async (...args) => (await start()).query(...args),
    async *arrow(...args) { yield* (await start()).arrow(...args) },
    close: async () => { await (await opened())?.close() },
  }
}
