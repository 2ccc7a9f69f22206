import { link, open, rm } from 'node:fs/promises'

/** Makes a file that only we may read, whole or not at all; false if there is one of that name already. */
export async function createFile(path: string, text: string): Promise<boolean> {
  const aside = `${path}.${process.pid}`
  await writeDurably(aside, text)
  try {
    await link(aside, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(aside, { force: true })
  }
}

export async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
