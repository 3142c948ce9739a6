import { Command, CommanderError } from 'commander'
import { EXIT, exitCodeOf, reportError } from './errors.ts'
import { convertCommand } from './convert.ts'
import { explainCommand } from './explain.ts'
import { initCommand } from './init.ts'
import { listCommands } from './list.ts'
import { profileCommand } from './profile.ts'
import { runCommand } from './run.ts'
import { serveCommand } from './serve.ts'
import { suggestCommand } from './suggest.ts'
import { validateCommand } from './validate.ts'

declare const __VERSION__: string | undefined

const program = new Command('schemaflow')
  .description('Find, explain and repair the bad rows of files from other people; replay the same recipe headless.')
  .version(typeof __VERSION__ === 'string' ? __VERSION__ : 'from source')
  .option('--verbose', 'say the causes of an error too')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => { write(`${oneLine(text)}\n`) } })

for (const command of [initCommand, suggestCommand, validateCommand, explainCommand, runCommand, convertCommand, profileCommand, serveCommand, ...listCommands]) command(program)

/** `error: unknown command 'rn'\n(Did you mean run?)` as one sentence after another. */
function oneLine(text: string): string {
  const [what = '', suggestion] = text.trim().split('\n')
  const hint = suggestion?.replace(/^\((.*)\)$/, '$1') ?? '`schemaflow --help` shows what there is.'
  return `schemaflow: ${what.replace(/^error: /, '').replace(/\.$/, '')}. ${hint}`
}

// Whoever reads our output may stop reading: `schemaflow list-rules | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.recipe
  else {
    reportError(error, program.opts<{ verbose?: boolean }>().verbose === true)
    process.exitCode = exitCodeOf(error)
  }
}
