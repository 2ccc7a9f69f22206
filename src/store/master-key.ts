import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createFile } from './create-file.ts'
import { makeDataDir } from './data-dir.ts'
import { StartError } from './start-error.ts'

export const KEY_BYTES = 32

/** The key that opens all others: CROSSTIE_KEY where it is set, else a file in the data directory, made at first start. */
export async function loadMasterKey(needs: {
  readonly environmentValue: string | undefined
  readonly dataDir: string
}): Promise<Buffer> {
  if (needs.environmentValue !== undefined) return parseKey(needs.environmentValue, 'CROSSTIE_KEY')
  await makeDataDir(needs.dataDir)
  const path = join(needs.dataDir, 'crosstie.key')
  if (!existsSync(path)) await createFile(path, `${randomBytes(KEY_BYTES).toString('base64')}\n`)
  return parseKey(await readFile(path, 'utf8'), path)
}

function parseKey(text: string, source: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length === KEY_BYTES) return key
  throw new StartError(
    `${source} does not hold a key: ${KEY_BYTES} bytes in base64 are needed.`,
    'Make one with: openssl rand -base64 32',
  )
}
