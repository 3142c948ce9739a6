/**
 * DuckDB-Wasm exports 78,000 functions and constants, so that extensions which are loaded later find what they need, and at every start its
 * script makes an object and a place in a table for each: more than a second. The workbench loads no extensions, since it asks no other origin
 * for anything. So all that stays exported is what the scripts that drive the engine mention; the code itself is left as it is.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { isStale, put, root } from './files.mjs'

/** Where it is, from the project's root: next.config.mjs has browsers given this one. */
export const ENGINE = 'dist/duckdb-eh.wasm'
const sources = ['package-lock.json', 'scripts/lean-engine.mjs']

/** A browser's worker, and what the tests run the engine with. */
const DRIVERS = ['duckdb-browser-eh.worker.js', 'duckdb-node-blocking.cjs']

const MAGIC = Buffer.from('\0asm\x01\0\0\0', 'latin1')
const EXPORTS = 7

/** Writes the engine that browsers are given, where it is missing or older than what it is made of. Throws when its package is missing. */
export function engineIfStale() {
  if (isStale(ENGINE, sources)) put(join(root, ENGINE), leanEngine())
}

/** From the package as it is installed. */
function leanEngine() {
  const folder = dirname(createRequire(join(root, 'package.json')).resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'))
  const mentioned = namesIn(DRIVERS.map(file => readFileSync(join(folder, file), 'utf8')))
  return withExports(readFileSync(join(folder, 'duckdb-eh.wasm')), name => mentioned.has(name))
}

/** Names as scripts have them, and without the underscore that Emscripten puts before those of C. */
function namesIn(scripts) {
  const names = new Set(scripts.flatMap(script => script.match(/[A-Za-z_$][\w$]*/g) ?? []))
  return new Set([...names].flatMap(name => name.startsWith('_') ? [name, name.slice(1)] : [name]))
}

/**
 * A module in WebAssembly's binary format with only those of its exports whose names are wanted: see "Modules" in the core specification.
 * Throws when it is no such module.
 */
export function withExports(module, isWanted) {
  if (!module.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error('this is no WebAssembly module of version 1')
  const parts = [MAGIC]
  for (let at = MAGIC.length; at < module.length;) {
    const [length, start] = unsigned(module, at + 1)
    const end = start + length
    if (end > module.length) throw new Error(`the section at byte ${at} ends after the module`)
    parts.push(module[at] === EXPORTS ? section(EXPORTS, wantedExports(module, start, isWanted)) : module.subarray(at, end))
    at = end
  }
  return Buffer.concat(parts)
}

function wantedExports(module, start, isWanted) {
  const [count, first] = unsigned(module, start)
  const wanted = []
  let at = first
  for (let index = 0; index < count; index++) {
    const [length, name] = unsigned(module, at)
    // A name, a byte for what it is a name of, and the number that this has.
    const [, end] = unsigned(module, name + length + 1)
    if (isWanted(module.toString('utf8', name, name + length))) wanted.push(module.subarray(at, end))
    at = end
  }
  return Buffer.concat([encoded(wanted.length), ...wanted])
}

const section = (id, body) => Buffer.concat([Buffer.of(id), encoded(body.length), body])

/** A number in LEB128, and where what follows it begins. */
function unsigned(bytes, start) {
  let value = 0
  let at = start
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[at++]
    if (byte === undefined) throw new Error('the module ends within a number')
    value += (byte & 127) * scale
    if (byte < 128) return [value, at]
  }
}

function encoded(value) {
  const bytes = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest % 128 + (rest < 128 ? 0 : 128))
    if (rest < 128) return Buffer.from(bytes)
  }
}
