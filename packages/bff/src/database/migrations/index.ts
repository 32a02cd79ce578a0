/** All schema changes in order. Never edit a released one: add the next. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { Migrator } from 'kysely/migration'
import type { Tables } from '../tables.ts'
import { up as first } from './0001-first.ts'
import { up as instances } from './0002-instances.ts'
import { up as wallets } from './0003-wallets.ts'
import { up as operations } from './0004-operations.ts'
import { up as usedSeals } from './0006-used-seals.ts'
import { up as savedCards } from './0007-saved-cards.ts'
import { up as waiting } from './0020-waiting.ts'
import { up as gatewayMessages } from './0021-gateway-messages.ts'
import { up as hostedPages } from './0022-hosted-pages.ts'
import { up as members } from './0023-members.ts'
import { up as orders } from './0024-orders.ts'
import { up as fingerprints } from './0025-fingerprints.ts'
import { up as identity } from './0026-identity.ts'
import { up as sums } from './0027-sums.ts'
import { up as operationKeys } from './0028-operation-keys.ts'
import { up as ground } from './0030-ground.ts'
import { up as audit } from './0031-audit.ts'
import { up as lists } from './0032-lists.ts'
import { up as disputes } from './0033-disputes.ts'
import { up as retention } from './0034-retention.ts'
import { up as agreements } from './0036-agreements.ts'
import { up as eventEndpoints } from './0039-event-endpoints.ts'
import { up as fewerPages } from './0040-fewer-pages.ts'
import { up as auditOfPurchases } from './0043-audit-of-purchases.ts'

/** By name, in the order in which they run. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-first': { up: first },
  '0002-instances': { up: instances },
  '0003-wallets': { up: wallets },
  '0004-operations': { up: operations },
  '0006-used-seals': { up: usedSeals },
  '0007-saved-cards': { up: savedCards },
  '0020-waiting': { up: waiting },
  '0021-gateway-messages': { up: gatewayMessages },
  '0022-hosted-pages': { up: hostedPages },
  '0023-members': { up: members },
  '0024-orders': { up: orders },
  '0025-fingerprints': { up: fingerprints },
  '0026-identity': { up: identity },
  '0027-sums': { up: sums },
  '0028-operation-keys': { up: operationKeys },
  '0030-ground': { up: ground },
  '0031-audit': { up: audit },
  '0032-lists': { up: lists },
  '0033-disputes': { up: disputes },
  '0034-retention': { up: retention },
  '0036-agreements': { up: agreements },
  '0039-event-endpoints': { up: eventEndpoints },
  '0040-fewer-pages': { up: fewerPages },
  '0043-audit-of-purchases': { up: auditOfPurchases },
}

/**
 * Brings the schema up to date. Several processes may run it at once: the migrator takes a lock. A newer schema is left
 * unchanged: migrations only add, so that both versions work during a rolling update.
 * @param mayBegin whether a database without a schema may get its first one
 * @returns the names of the migrations that ran
 * @throws Error when there is no schema and none may be created
 */
export async function migrate(db: Kysely<Tables>, mayBegin = true): Promise<string[]> {
  const done = await listDone(db)
  if (isComplete(done)) return []
  if (done.length === 0 && !mayBegin)
    throw new Error(
      'the database has no tables. If it was in use, name the right one in DATABASE_URL, or restore a backup (docs/guides/operations.md). To begin a new, empty one, run: paykka-bff migrate --new',
    )
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw error
  return (results ?? []).map((result) => result.migrationName)
}

/** @returns the names of the executed migrations; none without a schema */
async function listDone(db: Kysely<Tables>): Promise<string[]> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
    return rows.map((row) => row.name)
  } catch (error) {
    if (isMissingTable(error)) return []
    throw error
  }
}

/** @returns whether a statement failed because the database lacks its table */
export function isMissingTable(error: unknown): boolean {
  return /no such table|does not exist/.test(String(error))
}

/** All of our migrations ran, and other ones only after them. */
function isComplete(done: string[]): boolean {
  const ours = Object.keys(MIGRATIONS).toSorted()
  const last = ours.at(-1) ?? ''
  return ours.every((name) => done.includes(name)) && done.every((name) => ours.includes(name) || name > last)
}

/** @returns the names of this version's migrations that have not run yet */
export async function pendingMigrations(db: Kysely<Tables>): Promise<string[]> {
  const done = await listDone(db)
  return Object.keys(MIGRATIONS).filter((name) => !done.includes(name))
}
