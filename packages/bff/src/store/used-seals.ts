/** Remembers which sealed cards have paid, by their fingerprints. */
import type { Queries } from './database.ts'

/** @returns false when this seal paid before */
export async function useSeal(db: Queries, mark: string, now: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('used_seals')
    .values({ mark, used_at: now })
    .onConflict((conflict) => conflict.column('mark').doNothing())
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows) === 1
}
