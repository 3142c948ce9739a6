/** Where the engine is that browsers are given, from the project's root. */
export const ENGINE: string
/** Writes it where it is missing or older than what it is made of. */
export function engineIfStale(): void
/** A WebAssembly module with only those of its exports whose names are wanted. Throws when it is no module of version 1. */
export function withExports(module: Buffer, isWanted: (name: string) => boolean): Buffer
