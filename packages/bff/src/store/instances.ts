/** Queries on the processes that work on this ledger. */
import type { Queries, Store } from './database.ts'
import type { InstanceRow } from './tables.ts'

/**
 * Enters a process. On SQLite only one can hold the file, so any other that has not left is dead.
 * @returns when the ledger was last kept by a serving process, null when never
 */
export function enterInstance(store: Store, row: InstanceRow): Promise<number | null> {
  return store.transaction(async (tx) => {
    if (store.kind === 'sqlite') await buryOthers(tx)
    const served = await tx
      .selectFrom('instances')
      .select((eb) => eb.fn.max('seen_at').as('seen_at'))
      .where('state', 'in', ['serving', 'left'])
      .executeTakeFirst()
    await tx.insertInto('instances').values(row).execute()
    return served?.seen_at ?? null
  })
}

async function buryOthers(tx: Queries): Promise<void> {
  await tx.deleteFrom('instances').where('state', '=', 'starting').execute()
  await tx.updateTable('instances').set({ state: 'left' }).where('state', '=', 'serving').execute()
}

/** Notes that the process lives. */
export async function touchInstance(
  store: Store,
  id: string,
  state: InstanceRow['state'],
  now: number,
): Promise<void> {
  await store.write((db) =>
    db.updateTable('instances').set({ state, seen_at: now }).where('id', '=', id).execute(),
  )
}

/** @returns the processes seen since, apart from those that have left */
export function listInstances(db: Queries, since: number): Promise<InstanceRow[]> {
  return db
    .selectFrom('instances')
    .selectAll()
    .where('state', '!=', 'left')
    .where('seen_at', '>', since)
    .orderBy('started_at')
    .execute()
}

/** @returns from when to when each process served that is still remembered */
export function listLives(db: Queries): Promise<Pick<InstanceRow, 'started_at' | 'seen_at'>[]> {
  return db
    .selectFrom('instances')
    .select(['started_at', 'seen_at'])
    .where('state', 'in', ['serving', 'left'])
    .execute()
}
