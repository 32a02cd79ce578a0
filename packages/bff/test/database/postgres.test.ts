/** The database on PostgreSQL: the conformance suite, and what only a server with many clients can do wrong. */
import type { Transaction } from 'kysely'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { isDatabaseError, openDatabase } from '../../src/database/database.ts'
import { claimKey, findKey } from '../../src/database/idempotency-rows.ts'
import { claimDuePayments, findPayment, updatePayment } from '../../src/database/payment-rows.ts'
import type { Tables } from '../../src/database/tables.ts'
import { watchDatabase } from '../../src/jobs/database-watch.ts'
import { databaseConformance } from './conformance.ts'
import { postgresOfFile } from './postgres-of-file.ts'
import { addPayment, keyRow } from './rows.ts'

const server = postgresOfFile()
const open: Database[] = []

async function openDatabases(count: number): Promise<{ url: string; databases: Database[] }> {
  const url = await server().createDatabase()
  const databases = Array.from({ length: count }, () => openDatabase(url, { exclusive: true }))
  open.push(...databases)
  await Promise.all(databases.map((database) => database.migrate()))
  return { url, databases }
}

afterAll(async () => {
  await Promise.all(open.map((database) => database.close()))
}, 30_000)

databaseConformance(
  'PostgreSQL',
  () => openDatabases(4),
  async () => {},
)

describe('a PostgreSQL database', () => {
  const bench: { url: string; databases: Database[] } = { url: '', databases: [] }
  const pick = (index: number): Database => {
    const database = bench.databases[index]
    if (!database) throw new Error('no such connection')
    return database
  }
  beforeAll(async () => Object.assign(bench, await openDatabases(2)), 60_000)
  beforeEach(() => sql`truncate checkouts, idempotency_keys cascade`.execute(pick(0).db))

  const terminate = (tx: Transaction<Tables>) =>
    sql<{ pid: number }>`select pg_backend_pid() as pid`
      .execute(tx)
      .then(({ rows }) => server().query(bench.url, `select pg_terminate_backend(${rows[0]?.pid})`))

  it('commits durably, as the boot of a server expects', async () => {
    const { rows } = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(pick(0).db)
    expect(rows[0]?.synchronous_commit).toBe('on')
  })

  it('cannot be written while an operator holds a table of a purchase', async () => {
    const notReadyReasons: string[][] = []
    const shortTimeout = openDatabase(bench.url, { exclusive: false, waitMs: 300 })
    open.push(shortTimeout)
    const watch = watchDatabase(shortTimeout, { warn: () => {}, error: () => {} })
    const look = async () => {
      await watch.look()
      notReadyReasons.push(watch.notReadyReasons())
    }
    await look()
    await pick(0).transaction(async (tx) => {
      await sql`lock table payments in access exclusive mode`.execute(tx)
      await look()
    })
    await look()
    expect(notReadyReasons).toEqual([[], ['the database cannot be written (slow)'], []])
  })

  it('gives an error and no half state when the connection is killed midway', async () => {
    const work = pick(0).transaction(async (tx) => {
      await claimKey(tx, keyRow('key'))
      await terminate(tx)
      await claimKey(tx, keyRow('second'))
    })
    await expect(work).rejects.toSatisfy(isDatabaseError)
    expect(await pick(0).db.selectFrom('idempotency_keys').selectAll().execute()).toEqual([])
  })

  it('gives an error and no half state when the connection is gone at COMMIT', async () => {
    const work = pick(0).transaction(async (tx) => {
      await claimKey(tx, keyRow('key'))
      await terminate(tx)
    })
    await expect(work).rejects.toSatisfy(isDatabaseError)
    expect(await findKey(pick(1).db, 'pay:chk_1', 'key')).toBeUndefined()
  })

  it('reports a COMMIT that the server turned into a rollback', async () => {
    const work = pick(0).transaction(async (tx) => {
      await claimKey(tx, keyRow('key'))
      await sql`select 1 / 0`.execute(tx).catch(() => {})
    })
    await expect(work).rejects.toThrow()
    expect(await findKey(pick(1).db, 'pay:chk_1', 'key')).toBeUndefined()
  })

  it('reports an error that only COMMIT finds', async () => {
    await sql`alter table payment_steps alter constraint payment_steps_payment_id_fkey deferrable initially deferred`.execute(
      pick(0).db,
    )
    const work = pick(0).transaction(async (tx) => {
      await claimKey(tx, keyRow('key'))
      await sql`insert into payment_steps values ('pay_none', 1, 0, null, 'sending', 'x', null)`.execute(tx)
    })
    await expect(work).rejects.toSatisfy(isDatabaseError)
    expect(await findKey(pick(1).db, 'pay:chk_1', 'key')).toBeUndefined()
  })

  it('runs both sides of a deadlock to their end', async () => {
    await addPayment(pick(0).db, '1')
    await addPayment(pick(0).db, '2')
    const meeting = createMeeting(2)
    const cross = (database: Database, first: string, second: string, runs: { count: number }) =>
      database.transaction(async (tx) => {
        runs.count += 1
        await updatePayment(tx, first, { queries: 1 })
        if (runs.count === 1) await meeting()
        await updatePayment(tx, second, { queries: 1 })
      })
    const runs = [{ count: 0 }, { count: 0 }] as const
    await Promise.all([cross(pick(0), 'pay_1', 'pay_2', runs[0]), cross(pick(1), 'pay_2', 'pay_1', runs[1])])
    expect(runs[0].count + runs[1].count).toBe(3)
    expect((await findPayment(pick(0).db, 'pay_1'))?.queries).toBe(1)
  }, 20_000)

  it('tries a serialization failure again, four times in all', async () => {
    let runs = 0
    const failing = (failures: number) =>
      pick(0).transaction(async (tx) => {
        runs += 1
        await claimKey(tx, keyRow('key'))
        if (runs <= failures)
          await sql`do $$ begin raise exception 'x' using errcode = '40001'; end $$`.execute(tx)
        return runs
      })
    expect(await failing(3)).toBe(4)
    runs = 0
    await expect(failing(9)).rejects.toThrow()
    expect(runs).toBe(4)
  })

  it('does not retry what another run would not fix', async () => {
    let runs = 0
    const work = pick(0).transaction(async (tx) => {
      runs += 1
      await sql`select 1 / 0`.execute(tx)
    })
    await expect(work).rejects.toSatisfy(isDatabaseError)
    expect(runs).toBe(1)
  })

  it('opens a new connection after every one was killed', async () => {
    await Promise.all(Array.from({ length: 5 }, () => sql`select pg_sleep(0.02)`.execute(pick(0).db)))
    await server().query(
      bench.url,
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => pick(0).db.selectFrom('payments').selectAll().execute()),
    )
    for (const result of results)
      if (result.status === 'rejected') expect(isDatabaseError(result.reason)).toBe(true)
    expect(await pick(0).db.selectFrom('payments').selectAll().execute()).toEqual([])
  })

  it('is not blocked by another instance that holds a due payment', async () => {
    await addPayment(pick(0).db, '1', { next_query_at: 0 })
    await addPayment(pick(0).db, '2', { next_query_at: 1 })
    await pick(0).transaction(async (tx) => {
      await sql`select id from payments where id = 'pay_1' for update`.execute(tx)
      const claimed = await claimDuePayments(pick(1), { owner: 'bff_2', now: 9, leaseMs: 1000, limit: 9 })
      expect(claimed.map((row) => row.id)).toEqual(['pay_2'])
    })
  })
})

/** @returns a function that resolves for all once so many have called it */
function createMeeting(size: number): () => Promise<void> {
  let arrived = 0
  const all = Promise.withResolvers<void>()
  return () => {
    arrived += 1
    if (arrived === size) all.resolve()
    return all.promise
  }
}
