import { Command, CommanderError } from 'commander'
import { productVersion } from '../server/version.ts'
import type { CommandContext } from './context.ts'
import { EXIT, exitCodeOf, explainError, type ExitCode } from './exit.ts'
import { addDemoCommand } from './demo/demo.ts'
import { addMigrateCommand } from './migrate.ts'
import { addSandboxCommand } from './sandbox.ts'
import { addStartCommand } from './start.ts'
import { addStatusCommand } from './status.ts'

/** Runs one command line and tells how it ended; errors are printed here and nowhere else. */
export async function runProgram(
  args: readonly string[],
  context: Omit<CommandContext, 'exitWith'>,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done
  const program = createProgram({ ...context, exitWith: (code) => void (exitCode = code) })
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    // Commander has printed these: wrong usage, or help and version, which are no error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    context.err.write(explainError(error, { debug: program.opts()['debug'] === true }))
    return exitCodeOf(error)
  }
}

function createProgram(context: CommandContext): Command {
  const program = new Command('crosstie')
    .description('Keeps Salesforce records and Jira issues in step, both ways.')
    .version(productVersion())
    .option('--debug', 'show where an error happened')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.out.write(text),
      writeErr: (text) => context.err.write(text),
    })
    .showHelpAfterError('"crosstie --help" lists what there is.')
  for (const add of [addStartCommand, addDemoCommand, addSandboxCommand, addStatusCommand, addMigrateCommand])
    add(program, context)
  return program
}
