/**
 * Compiles each `X.as.ts` into `X.wasm.ts` beside it: WebAssembly as text, so that every host has it without loading a file.
 * A test holds the two together.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

interface Module {
  readonly source: string
  readonly target: string
  readonly constant: string
  readonly pages: number
  readonly mostPages?: number
}

const root = join(import.meta.dirname, '..')
/** Of the compiler what is used here. */
interface Compiler {
  main(options: readonly string[], files: {
    readonly stderr: { toString(): string }
    readonly readFile: (path: string) => string | null
    readonly writeFile: (path: string, contents: string | Uint8Array) => void
    readonly listFiles: () => readonly string[]
  }): Promise<{ readonly error: Error | null }>
  createMemoryStream(): { toString(): string }
}

/** By a name that is not looked into: the compiler's own types declare globals, and another `Array.at` for everybody. */
const compiler: string = 'assemblyscript/asc'

/** Memory is in pages of 64 KiB: as many as the code's areas take, and never more but where it says how many at most. */
export const modules: readonly Module[] = [
  { source: 'engine/formats/csv/record-run.as.ts', target: 'engine/formats/csv/record-run.wasm.ts', constant: 'recordRunWasm', pages: 43 },
  { source: 'engine/formats/csv/segment-columns.as.ts', target: 'engine/formats/csv/segment-columns.wasm.ts', constant: 'segmentColumnsWasm', pages: 100 },
  { source: 'engine/formats/columnar/segment-pages.as.ts', target: 'engine/formats/columnar/segment-pages.wasm.ts', constant: 'segmentPagesWasm', pages: 208 },
  { source: 'engine/formats/columnar/text-counts.as.ts', target: 'engine/formats/columnar/text-counts.wasm.ts', constant: 'textCountsWasm', pages: 56, mostPages: 1040 },
  { source: 'engine/formats/avro/record-run.as.ts', target: 'engine/formats/avro/record-run.wasm.ts', constant: 'avroRunWasm', pages: 13 },
  { source: 'engine/formats/json/object-run.as.ts', target: 'engine/formats/json/object-run.wasm.ts', constant: 'objectRunWasm', pages: 10 },
  { source: 'engine/runtime/envelope.as.ts', target: 'engine/runtime/envelope.wasm.ts', constant: 'envelopeWasm', pages: 30 },
  { source: 'engine/formats/excel/sheet-run.as.ts', target: 'engine/formats/excel/sheet-run.wasm.ts', constant: 'sheetRunWasm', pages: 10 },
]

/** The text of a module's target. Throws what the compiler says where the source does not compile. */
export async function compiled({ source, constant, pages, mostPages = pages }: Module): Promise<string> {
  const { default: asc } = await import(compiler) as { readonly default: Compiler }
  let binary: Uint8Array = new Uint8Array(0)
  const options = ['-O3', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--initialMemory', String(pages), '--maximumMemory', String(mostPages)]
  const said = asc.createMemoryStream()
  const { error } = await asc.main([source, '--outFile', 'module.wasm', ...options], {
    stderr: said,
    readFile: path => { try { return readFileSync(join(root, path), 'utf8') } catch { return null } },
    writeFile: (_, contents) => { if (typeof contents !== 'string') binary = contents },
    listFiles: () => [],
  })
  if (error) throw new Error(`${source}: ${said.toString()}`, { cause: error })
  const lines = Buffer.from(binary).toString('base64').match(/.{1,140}/g) ?? []
  return `/** Made from ${basename(source)} by scripts/wasm.ts: \`npx tsx scripts/wasm.ts\`. */\nexport const ${constant} = [\n${lines.map(line => `  '${line}'`).join(',\n')},\n].join('')\n`
}

if (process.argv[1] === import.meta.filename) for (const each of modules) writeFileSync(join(root, each.target), await compiled(each))
