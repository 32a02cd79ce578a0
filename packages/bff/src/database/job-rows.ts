/** Leases on jobs that one instance runs for all. */
import type { Queries } from './database.ts'
import { isFree, SLACK_MS } from './far-ahead-rows.ts'

/**
 * A lease that ends too far in the future and a last run in the future come from a wrong clock. Such a lease counts as
 * expired, and such a run as never.
 * @param everyMs minimum time after the last run
 * @returns true when this instance may run the job now
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
