import { afterAll, beforeAll } from 'vitest'
import { openDuckDbNative, type NativeBackend } from '../../engine/backends/node/duckdb-native.ts'
import { profileSource, type ColumnProfile } from '../../engine/profile/index.ts'

export type Cells = readonly (string | null)[]

/** Columns by name, all of one length. */
export type Table = Readonly<Record<string, Cells>>

const quoted = (cell: string | null): string => cell === null ? '' : `"${cell.replaceAll('"', '""')}"`

/** The segment a scanner would hand over: ordinals first, every cell quoted that is not null. */
export function segmentOf(table: Table): Uint8Array<ArrayBuffer> {
  const columns = Object.values(table)
  const lines = (columns[0] ?? []).map((_, row) => `${[String(row + 1), ...columns.map(cells => quoted(cells[row] ?? null))].join(',')}\n`)
  return new TextEncoder().encode(lines.join(''))
}

export async function load(backend: Pick<NativeBackend, 'createSource' | 'append' | 'commit'>, table: Table): Promise<void> {
  await backend.createSource({ columns: Object.keys(table).length, nulls: { null_tokens: [''], quoted_nulls: false } })
  const segment = segmentOf(table)
  if (segment.length > 0) await backend.append(segment)
  await backend.commit()
}

export const numRowsOf = (table: Table): number => Object.values(table)[0]?.length ?? 0

/** A native DuckDB that profiles tables, one after another. */
export function useProfiler(): { readonly backend: () => NativeBackend, readonly profile: (table: Table) => Promise<Readonly<Record<string, ColumnProfile>>> } {
  let opened: NativeBackend | undefined
  const backend = (): NativeBackend => {
    if (!opened) throw new Error('DuckDB is asked before beforeAll has run')
    return opened
  }
  beforeAll(async () => { opened = await openDuckDbNative({ threads: 2 }) })
  afterAll(async () => { await opened?.close() })
  return {
    backend,
    async profile(table) {
      await load(backend(), table)
      const profiles = await profileSource({ backend: backend(), columns: Object.keys(table), numRows: numRowsOf(table) })
      return Object.fromEntries(profiles.map(profile => [profile.name, profile]))
    },
  }
}
