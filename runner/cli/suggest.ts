import { basename, dirname, extname, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import { OutputFiles, suggestRecipe, writeRecipe, type Detected } from '../../engine/node.ts'
import { counted } from './printable.ts'
import { profileFile } from './profile-file.ts'

export function suggestCommand(program: Command): void {
  program.command('suggest').argument('<file>').description('write a first recipe for a file: its dialect, types, and rules that nearly all of its rows keep')
    .option('-o, --output <recipe>', 'write it to this file instead of printing it')
    .action(suggest)
}

/** What a recipe says of an input like this one. */
function sourceOf({ format, sheet, dialect }: Detected, path: string) {
  return format === 'csv' ? { type: format, path, dialect } : { type: format, path, ...sheet === null ? {} : { sheet } }
}

async function suggest(path: string, { output }: { readonly output?: string }): Promise<void> {
  const { columns, detected } = await profileFile(path, process.stderr.isTTY ? 'bar' : 'none')
  const name = basename(path, extname(path)) || 'input'
  // A recipe's paths are relative to the recipe; one that is printed is taken to be saved where it was printed.
  const source = relative(output === undefined ? '' : dirname(output), resolve(path))
  const recipe = { ...suggestRecipe(columns, { name, source: sourceOf(detected, source) }), destination: { type: 'csv', path: `out/${name}.csv` } }
  const text = writeRecipe(recipe)
  if (output === undefined) {
    process.stdout.write(text)
    return
  }
  const files = new OutputFiles(String(process.pid))
  try {
    await files.writeText(output, text)
    await files.commit()
  } finally {
    files.discard()
  }
  process.stdout.write(`${output}: a recipe for the ${counted(columns.length, 'column')} of ${path}. Try it: schemaflow run ${output}\n`)
}
