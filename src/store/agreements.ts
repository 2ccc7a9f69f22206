import type { Executor } from './store.ts'

/** As stored: hashes by field, never values. */
export interface StoredAgreement {
  readonly sources: Readonly<Record<string, string>>
  readonly target: string
  readonly fingerprint: string
}

export async function agreementsOf(db: Executor, pairId: string): Promise<Map<string, StoredAgreement>> {
  const rows = await db.selectFrom('agreements').selectAll().where('pair_id', '=', pairId).execute()
  return new Map(
    rows.map((row) => [
      row.mapping,
      { sources: row.source_hashes, target: row.target_hash, fingerprint: row.fingerprint },
    ]),
  )
}

export async function saveAgreements(
  db: Executor,
  pairId: string,
  agreements: ReadonlyMap<string, StoredAgreement>,
): Promise<void> {
  if (agreements.size === 0) return
  await db
    .insertInto('agreements')
    .values(
      [...agreements].map(([mapping, { sources, target, fingerprint }]) => ({
        pair_id: pairId,
        mapping,
        source_hashes: JSON.stringify(sources),
        target_hash: target,
        fingerprint,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['pair_id', 'mapping']).doUpdateSet((set) => ({
        source_hashes: set.ref('excluded.source_hashes'),
        target_hash: set.ref('excluded.target_hash'),
        fingerprint: set.ref('excluded.fingerprint'),
      })),
    )
    .execute()
}
