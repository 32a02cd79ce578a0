/** Leases on work that one instance does for all. */
import type { Queries } from './database.ts'
import { isFree, SLACK_MS } from './far-ahead-rows.ts'

/**
 * A lease that ends further ahead than it lasts, and a last run in the future, were written by a clock that was wrong:
 * they count as over, and as never.
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
    .where(isFree(now, leaseMs))
    .where((eb) => eb.or([eb('last_run_at', '<=', now - everyMs), eb('last_run_at', '>', now + SLACK_MS)]))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function finishJob(db: Queries, name: string, now: number): Promise<void> {
  await db.updateTable('jobs').set({ lease_until: 0, last_run_at: now }).where('name', '=', name).execute()
}
