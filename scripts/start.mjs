/** `npm start`: builds what is missing or older than its sources, then serves workbench and runner from this one process. */
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { buildExportIfStale } from './build.mjs'
import { bundleIfStale } from './bundle.mjs'
import { root } from './files.mjs'

try {
  buildExportIfStale()
  await bundleIfStale()
} catch (error) {
  console.error(`Could not start: ${error.message}`)
  process.exit(1)
}

// As if called `schemaflow serve --port 4300 …`; a --port among the arguments comes later and wins.
const cli = join(root, 'dist/cli.mjs')
process.argv = [process.execPath, cli, 'serve', '--port', '4300', ...process.argv.slice(2)]
await import(pathToFileURL(cli).href)
