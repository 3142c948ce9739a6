// What a Node user would pick instead: PapaParse streams the records, or parses the text of the whole file as in most examples of it; zod 4
// checks each, the errors of each row go to a file.
// Usage: node papaparse-zod.mjs FILE.csv ERRORS.jsonl [--whole] (the harness bundles it first, so that no compiling is timed)
import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import Papa from 'papaparse'
import { z } from 'zod'

const [input, output, how] = process.argv.slice(2)
if (input === undefined || output === undefined) throw new Error('Usage: papaparse-zod FILE.csv ERRORS.jsonl [--whole]')

/** PapaParse types the cells (an empty one is null), so that zod compares values and an empty number is no zero. */
const dynamicTyping = { id: true, age: true, amount: true, score: true, is_active: true }

const row = z.object({
  id: z.int(),
  first_name: z.string().min(1),
  last_name: z.string().min(1),
  email: z.string().regex(/^[^@\s]+@[^@\s]+\.[^@\s]+$/),
  age: z.int().min(0).max(120),
  country: z.enum(['US', 'FR', 'DE', 'GB', 'JP', 'BR', 'IN', 'CN']),
  signup_date: z.iso.date(),
  amount: z.number().min(0),
  phone: z.string().regex(/^\+?[0-9]{1,3}-[0-9]{3}-[0-9]{3}-[0-9]{4}$/),
  is_active: z.boolean(),
  score: z.number().min(0).max(100),
  notes: z.string().max(200),
})

const startedMs = performance.now()
const errors = createWriteStream(output)
let rows = 0
let bad = 0

function checkChunk(records: readonly unknown[]): void {
  let lines = ''
  for (const record of records) {
    rows++
    const verdict = row.safeParse(record)
    if (verdict.success) continue
    bad++
    const issues = verdict.error.issues.map(({ path, code, message }) => ({ path, code, message }))
    lines += `${JSON.stringify({ row: rows, issues })}\n`
  }
  if (lines !== '') errors.write(lines)
}

const options = { header: true, skipEmptyLines: true, dynamicTyping } as const
if (how === '--whole') checkChunk(Papa.parse(readFileSync(input, 'utf8'), options).data)
else {
  await new Promise<void>((resolve, reject) => {
    Papa.parse(createReadStream(input), { ...options, chunk: ({ data }) => { checkChunk(data) }, complete: () => { resolve() }, error: reject })
  })
}
errors.end()
await finished(errors)
console.log(JSON.stringify({ tool: 'PapaParse + zod', rows, bad, seconds: (performance.now() - startedMs) / 1000 }))
