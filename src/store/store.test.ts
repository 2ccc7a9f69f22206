import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'

const { store, drop } = await createTestDatabase()
afterAll(drop)

test('[S1] opens a migrated database', async () => {
  const rows = await store.db.selectFrom('systems').selectAll().execute()

  expect(rows).toEqual([])
})
