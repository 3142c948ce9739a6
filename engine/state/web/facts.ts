import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

interface Facts extends DBSchema {
  facts: { key: [input: string, name: string], value: unknown }
}

let database: Promise<IDBPDatabase<Facts>> | undefined
const open = (): Promise<IDBPDatabase<Facts>> => database ??= openDB<Facts>('schemaflow-facts', 1, { upgrade(db) { db.createObjectStore('facts') } })

/** All facts of an input: an array sorts behind every text. */
const factsOfInput = (input: string): IDBKeyRange => IDBKeyRange.bound([input], [input, []])

/**
 * Keeps exactly these facts about an input: what is kept already under a name is not written again, what has no name among them goes.
 * Values are what `structuredClone` takes.
 */
export async function keepFacts(input: string, facts: ReadonlyMap<string, unknown>): Promise<void> {
  const transaction = (await open()).transaction('facts', 'readwrite')
  const kept = new Set((await transaction.store.getAllKeys(factsOfInput(input))).map(([, name]) => name))
  for (const name of kept) if (!facts.has(name)) void transaction.store.delete([input, name])
  for (const [name, value] of facts) if (!kept.has(name)) void transaction.store.put(value, [input, name])
  await transaction.done
}

/** The facts kept about an input, by name; none where the browser keeps nothing. */
export async function factsOf(input: string): Promise<ReadonlyMap<string, unknown>> {
  try {
    const { store } = (await open()).transaction('facts')
    const [keys, values] = await Promise.all([store.getAllKeys(factsOfInput(input)), store.getAll(factsOfInput(input))])
    return new Map(keys.map(([, name], index) => [name, values[index]]))
  } catch {
    return new Map()
  }
}

/** Forgets the facts about all inputs but these. */
export async function pruneFacts(inputs: readonly string[]): Promise<void> {
  const kept = new Set(inputs)
  const transaction = (await open()).transaction('facts', 'readwrite')
  for (const key of await transaction.store.getAllKeys()) if (!kept.has(key[0])) void transaction.store.delete(key)
  await transaction.done
}
