#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { environmentWithPinnedNode } from '../scripts/pinned-node.mjs'

const main = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src', 'cli', 'main.ts')
const child = spawn('node', [main, ...process.argv.slice(2)], { stdio: 'inherit', env: environmentWithPinnedNode() })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (!process.stdin.isTTY || signal !== 'SIGINT') child.kill(signal)
  })
}
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
