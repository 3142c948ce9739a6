// What reading a file row by row costs in JavaScript: JSON.parse for each line, hyparquet's objects, avsc's records, written as CSV.
// Usage: node bench/peers/row-by-row.mjs FILE.jsonl|FILE.parquet|FILE.avro OUT.csv
import { createReadStream, createWriteStream } from 'node:fs'
import { extname } from 'node:path'
import { createInterface } from 'node:readline'

const [input, output] = process.argv.slice(2)
if (input === undefined || output === undefined) throw new Error('Usage: row-by-row.mjs FILE OUT.csv')
const out = createWriteStream(output)
const cell = value => {
  if (value === null || value === undefined) return ''
  const text = value instanceof Date ? value.toISOString() : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
let names
let pending = []
const flush = async () => {
  const text = pending.join('')
  pending = []
  if (!out.write(text)) await new Promise(done => out.once('drain', done))
}
const add = record => {
  if (names === undefined) {
    names = Object.keys(record)
    pending.push(`${names.map(cell).join(',')}\r\n`)
  }
  pending.push(`${names.map(name => cell(record[name])).join(',')}\r\n`)
  return pending.length >= 2000 ? flush() : undefined
}

const readers = {
  async '.jsonl'() {
    for await (const line of createInterface({ input: createReadStream(input) })) await add(JSON.parse(line))
  },
  async '.parquet'() {
    const { asyncBufferFromFile, parquetReadObjects } = await import('hyparquet')
    for (const record of await parquetReadObjects({ file: await asyncBufferFromFile(input) })) await add(record)
  },
  async '.avro'() {
    const { default: avro } = await import('avsc')
    for await (const record of avro.createFileDecoder(input)) await add({ ...record })
  },
}
await readers[extname(input)]()
await flush()
await new Promise(done => out.end(done))
