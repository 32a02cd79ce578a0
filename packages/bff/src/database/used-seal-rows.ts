/** Stores the fingerprints of sealed cards that have paid. */
import type { Queries } from './database.ts'
import { prepared } from './prepared.ts'

/** @returns false when this sealed card has paid before */
export async function useSeal(db: Queries, mark: string, now: number): Promise<boolean> {
  return (await insertSeal(db, { mark, used_at: now })).numAffectedRows === 1n
}

const insertSeal = prepared((db, row: { mark: string; used_at: number }) =>
  db
    .insertInto('used_seals')
    .values(row)
    .onConflict((conflict) => conflict.column('mark').doNothing()),
)
