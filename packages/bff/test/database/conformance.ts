/** What every database must do, whichever database keeps it. Run by one test file per database. */
import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { agreementCases } from './cases/agreements.ts'
import { checkoutCases } from './cases/checkouts.ts'
import { farAheadCases } from './cases/far-ahead.ts'
import { instanceCases } from './cases/instances.ts'
import { keyCases } from './cases/keys.ts'
import { leaseCases } from './cases/leases.ts'
import { migrationCases } from './cases/migrations.ts'
import { paymentCases } from './cases/payments.ts'
import { preparedCases } from './cases/prepared.ts'
import { pruneCases } from './cases/prune.ts'
import { queueCases } from './cases/queues.ts'
import { settleCases } from './cases/settle.ts'
import { transactionCases } from './cases/transactions.ts'
import { valueCases } from './cases/values.ts'
import { walletCases } from './cases/wallets.ts'

/** The database under test. */
export type Bench = {
  /** Its address. */
  url: string
  /** As many connections to it as one deployment may have; SQLite allows one. */
  databases: Database[]
}

/** Gives a case the bench of its file; only valid while a test runs. */
export type Use = () => Bench & { database: Database; db: Database['db'] }

const TABLES = [
  'wallet_tokens',
  'shop_events',
  'payment_steps',
  'operations',
  'saved_cards',
  'payments',
  'checkout_versions',
  'checkouts',
  'idempotency_keys',
  'card_keys',
  'notices',
  'jobs',
  'instances',
  'used_seals',
  'shopper_secrets',
] as const

/**
 * Defines the suite.
 * @param open makes an empty, migrated database; called once
 */
export function databaseConformance(
  title: string,
  open: () => Promise<Bench>,
  close: () => Promise<void>,
): void {
  describe(`the database on ${title}`, () => {
    const late: { bench?: Bench } = {}
    const use: Use = () => {
      const database = late.bench?.databases[0]
      if (!late.bench || !database) throw new Error('no database is open')
      return { ...late.bench, database, db: database.db }
    }
    beforeAll(async () => {
      late.bench = await open()
    }, 60_000)
    afterAll(close, 30_000)
    beforeEach(async () => {
      for (const table of TABLES) await use().db.deleteFrom(table).execute()
    })
    const groups = [
      keyCases,
      checkoutCases,
      paymentCases,
      leaseCases,
      queueCases,
      instanceCases,
      pruneCases,
      farAheadCases,
      walletCases,
      agreementCases,
      preparedCases,
    ]
    for (const group of [...groups, valueCases, transactionCases, settleCases, migrationCases]) group(use)
  })
}
