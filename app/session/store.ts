import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Recipe } from '../../engine/index.ts'
import type { InputRef } from './state.ts'

/** What a session is without its data: enough to open it again. */
export interface SavedSession {
  readonly id: string
  readonly input: InputRef
  readonly recipe: Recipe
  /** Missing in sessions of earlier versions. */
  readonly written?: string | null
  readonly savedAt: number
}

interface Sessions extends DBSchema {
  sessions: { key: string, value: SavedSession }
}

let database: Promise<IDBPDatabase<Sessions>> | undefined
const open = (): Promise<IDBPDatabase<Sessions>> => database ??= openDB<Sessions>('schemaflow', 1, {
  upgrade(db) { db.createObjectStore('sessions', { keyPath: 'id' }) },
})

export async function saveSession(session: SavedSession): Promise<void> {
  await (await open()).put('sessions', session)
}

/** The session saved last; undefined when there is none or the browser keeps nothing. */
export async function lastSession(): Promise<SavedSession | undefined> {
  try {
    const all = await (await open()).getAll('sessions')
    return all.sort((a, b) => b.savedAt - a.savedAt)[0]
  } catch {
    return undefined
  }
}

/** Forgets all sessions but one. */
export async function forgetOthers(id: string | null): Promise<void> {
  const db = await open()
  for (const key of await db.getAllKeys('sessions')) if (key !== id) await db.delete('sessions', key)
}
