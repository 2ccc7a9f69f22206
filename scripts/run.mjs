// Runs a command with the Node that this project pins, whatever Node the host has: npm scripts go through here.
import { spawn } from 'node:child_process'
import { environmentWithPinnedNode } from './pinned-node.mjs'

const [command, ...args] = process.argv.slice(2)
const child = spawn(command, args, {
  stdio: 'inherit',
  env: environmentWithPinnedNode(),
  shell: process.platform === 'win32',
})

// The terminal sends Ctrl-C to the child too; a supervisor signals only us, so pass it on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (!process.stdin.isTTY || signal !== 'SIGINT') child.kill(signal)
  })
}
child.on('error', (error) => {
  console.error(`Could not run ${command}: ${error.message}. Run "npm ci" first.`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
