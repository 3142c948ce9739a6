import { parseBytes, RecipeError } from '../../engine/node.ts'

export const DEFAULT_MEMORY_BYTES = 512e6
/** What Node, the scanner and the engine's own code take beside the engine's buffers. */
const OUTSIDE_ENGINE_BYTES = 180e6
const MIN_ENGINE_BYTES = 96e6
/** One and a half of the engine's buffers of up to 34 MB, or three segments that become row groups. */
const MAX_AHEAD_BYTES = 48e6
const MIN_AHEAD_BYTES = 4e6

/** Of the memory that the whole process may take, what is left to the data engine. */
export const engineBytes = (memoryBytes: number): number => Math.max(MIN_ENGINE_BYTES, memoryBytes - OUTSIDE_ENGINE_BYTES)

/** How far the scanner may run ahead of the engine. */
export const aheadBytes = (memoryBytes: number): number => Math.min(MAX_AHEAD_BYTES, Math.max(MIN_AHEAD_BYTES, memoryBytes / 10))

/** @throws RecipeError `bad_size` */
export function sizeOf(size: string | number): number {
  const bytes = typeof size === 'number' ? size : parseBytes(size)
  if (bytes === undefined || bytes <= 0) throw new RecipeError('bad_size', `"${size}" is no size`, { hint: 'Write 512MB or 2GiB.' })
  return bytes
}
