import { Command, CommanderError } from 'commander'
import { exitCodeOf, reportError } from './errors.ts'
import { explainCommand } from './explain.ts'
import { listCommands } from './list.ts'
import { profileCommand } from './profile.ts'
import { runCommand } from './run.ts'
import { serveCommand } from './serve.ts'
import { suggestCommand } from './suggest.ts'
import { validateCommand } from './validate.ts'

declare const __VERSION__: string | undefined

const program = new Command('schemaflow')
  .description('Find, explain and repair the bad rows of files from other people; replay the same recipe headless.')
  .version(typeof __VERSION__ === 'string' ? __VERSION__ : '0.1.0')
  .option('--verbose', 'say the causes of an error too')
  .exitOverride()
  .showHelpAfterError()

for (const command of [runCommand, validateCommand, explainCommand, profileCommand, suggestCommand, serveCommand, ...listCommands]) command(program)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    reportError(error, program.opts<{ verbose?: boolean }>().verbose === true)
    process.exitCode = exitCodeOf(error)
  }
}
