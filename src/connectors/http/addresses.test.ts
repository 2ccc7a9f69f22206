import { expect, test } from 'vitest'
import { guardedLookup } from './addresses.ts'

const lookedUp = (name: string) =>
  new Promise<{ error: Error | null; address: unknown }>((resolve) => {
    guardedLookup(name, { all: true }, (error, address) => resolve({ error, address }))
  })

test('[K12] a name that leads to a metadata service is refused, another is looked up', async () => {
  expect((await lookedUp('169.254.169.254')).error?.message).toContain('metadata')
  expect(await lookedUp('127.0.0.1')).toEqual({ error: null, address: [{ address: '127.0.0.1', family: 4 }] })
})
