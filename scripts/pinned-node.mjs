// Finds the Node 24 that `npm ci` installed beside us, so that a host with Node 20 runs the same program.
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR = 24
const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The environment with the pinned Node and the project's own commands first in PATH. */
export function environmentWithPinnedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const pinned = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin')
  const isPinned = existsSync(pinned)
  if (!isPinned && Number(process.versions.node.split('.')[0]) < NODE_MAJOR) {
    console.error(
      `Crosstie needs Node ${NODE_MAJOR} or newer; this is ${process.version}. ` +
        `On Linux and Windows "npm ci" brings it along; elsewhere please install it from https://nodejs.org.`,
    )
    process.exit(1)
  }
  const first = [...(isPinned ? [pinned] : []), join(root, 'node_modules', '.bin')]
  return { ...process.env, PATH: [...first, process.env['PATH'] ?? ''].join(delimiter) }
}
