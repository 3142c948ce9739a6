import type { Automaton } from './automaton.ts'

/** Cells of a column that need no look, by how they stand in a file. */
export interface SureCells {
  readonly plain: Automaton
  /** Of a cell in quotes what is between them. */
  readonly quoted: Automaton
  /** As they stand in the file, quotes aside. */
  readonly mostBytes: number
}

/** By position of a file's columns the cells that need no look; null where none does. */
export type Prefilter = readonly (SureCells | null)[]
