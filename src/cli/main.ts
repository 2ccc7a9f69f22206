import { runProgram } from './program.ts'

/** Time for open handles to close by themselves before a leaked one is cut off. */
const LINGER_MS = 1000

process.exitCode = await runProgram(process.argv.slice(2), {
  variables: process.env,
  out: process.stdout,
  err: process.stderr,
  control: process,
})
setTimeout(() => process.exit(), LINGER_MS).unref()
