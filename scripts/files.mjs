/** What several scripts ask of files, and do with them. */
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pid } from 'node:process'

export const root = join(import.meta.dirname, '..')

/** Every file below a folder, as paths from that folder with forward slashes; none for a folder that does not exist. */
export function filesBelow(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/'))
    .sort()
}

function newestChange(path) {
  if (!existsSync(path)) return 0
  const own = statSync(path)
  if (own.isFile()) return own.mtimeMs
  return Math.max(0, ...filesBelow(path).map(file => statSync(join(path, file)).mtimeMs))
}

/** Whether a built file is missing or older than any of its sources (files or folders, from the project's root). */
export function isStale(built, sources) {
  const target = join(root, built)
  if (!existsSync(target)) return true
  const builtAt = statSync(target).mtimeMs
  return sources.some(source => newestChange(join(root, source)) > builtAt)
}

/** Writes a file so that nobody ever reads half of it. */
export function put(path, contents, mode = 0o644) {
  const partial = `${path}.${pid}.partial`
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(partial, contents)
  chmodSync(partial, mode)
  renameSync(partial, path)
}
