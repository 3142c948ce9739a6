/**
 * Compiles engine/formats/csv/record-run.as.ts into record-run.wasm.ts beside it: WebAssembly as text, so that every host has it without
 * loading a file. A test holds the two together.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const source = 'engine/formats/csv/record-run.as.ts'
export const target = 'engine/formats/csv/record-run.wasm.ts'
/** Pages are of 64 KiB: as many as the code's areas take, and never more. */
const options = ['-O3', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--initialMemory', '42', '--maximumMemory', '42']

/** The text of `target`. Throws what the compiler says where the source does not compile. */
export function compiledRecordRun(): string {
  const folder = mkdtempSync(join(tmpdir(), 'schemaflow-wasm-'))
  try {
    const binary = join(folder, 'record-run.wasm')
    execFileSync(process.execPath, [join(root, 'node_modules/assemblyscript/bin/asc.js'), source, '--outFile', binary, ...options], { cwd: root })
    const lines = readFileSync(binary).toString('base64').match(/.{1,140}/g) ?? []
    return `/** Made from record-run.as.ts by scripts/wasm.ts: \`npx tsx scripts/wasm.ts\`. */\nexport const recordRunWasm = [\n${lines.map(line => `  '${line}'`).join(',\n')},\n].join('')\n`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (process.argv[1] === import.meta.filename) writeFileSync(join(root, target), compiledRecordRun())
