/** Leases on work that one instance does for all. */
import type { Queries } from './database.ts'

/**
 * @param everyMs at least this long after the last run
 * @returns true when this instance may run it now
 */
export async function claimJob(
  db: Queries,
  name: string,
  now: number,
  everyMs: number,
  leaseMs: number,
): Promise<boolean> {
  await db
    .insertInto('jobs')
    .values({ name, lease_until: 0, last_run_at: 0 })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const { numUpdatedRows } = await db
    .updateTable('jobs')
    .set({ lease_until: now + leaseMs })
    .where('name', '=', name)
    .where('lease_until', '<=', now)
    .where('last_run_at', '<=', now - everyMs)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function finishJob(db: Queries, name: string, now: number): Promise<void> {
  await db.updateTable('jobs').set({ lease_until: 0, last_run_at: now }).where('name', '=', name).execute()
}
