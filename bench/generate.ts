import { open } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Generated, Write } from './bars.ts'
import { generateBars } from './bars.ts'
import { generateMessy } from './messy.ts'

export { generateBars } from './bars.ts'
export { generateMessy } from './messy.ts'

/** Runs a generator into a file; each chunk is on its way to disk before the next is made. */
export async function generateFile<G extends Generated>(path: string, generate: (write: Write) => Promise<G>): Promise<G> {
  const file = await open(path, 'w')
  try {
    return await generate(async chunk => { await file.writeFile(chunk) })
  } finally {
    await file.close()
  }
}

const usage = 'Usage: npx tsx bench/generate.ts --out FILE [--rows 1000000] [--seed 1] [--bad-share 0.0357] [--messy] [--json]'

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      rows: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      'bad-share': { type: 'string', default: '0.0357' },
      messy: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const { out, messy, json } = values
  const options = { rows: Number(values.rows), seed: Number(values.seed), badShare: Number(values['bad-share']) }
  if (out === undefined || !Object.values(options).every(Number.isFinite)) throw new Error(usage)

  const startedMs = performance.now()
  const made = await generateFile(out, write => (messy ? generateMessy(options, write) : generateBars(options, write)))
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(2)
  if (json) console.log(JSON.stringify(made))
  else console.log(`${out}: ${made.rows} rows, ${made.bytes} bytes, ${made.badRows} bad rows ${JSON.stringify(made.badByColumn)}, ${seconds} s`)
}

if (process.argv[1] === import.meta.filename) await main()
