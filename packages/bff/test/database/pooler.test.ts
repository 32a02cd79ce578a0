/** The database through PgBouncer in transaction mode: sessions are lent, so nothing may rest in one. */
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/database/database.ts'
import { assertDurable } from '../../src/database/durability.ts'
import { charges } from '../support/refusals.ts'
import { shop, shopper, startWorld } from '../support/world.ts'
import { hasPgBouncer, startPgBouncer } from './pgbouncer.ts'
import { postgresOfFile } from './postgres-of-file.ts'

const postgres = postgresOfFile()

async function pooledUrl(settings: string[] = []) {
  const url = await postgres().createDatabase()
  return { url, pooled: await startPgBouncer(url, settings) }
}

describe.skipIf(!hasPgBouncer)('through PgBouncer', { timeout: 60_000 }, () => {
  // Debian's default refuses what a client sets for its session; many operators let it be dropped instead.
  it.each([
    [[]],
    [
      [
        'ignore_startup_parameters = statement_timeout,idle_in_transaction_session_timeout,extra_float_digits',
      ],
    ],
  ])('the schema is made, people pay, and nothing stays in a session: %j', async (settings) => {
    const { url, pooled } = await pooledUrl(settings)
    const world = await startWorld({ env: { DATABASE_URL: pooled } })
    expect(world.database.isPooled?.()).toBe(true)
    await assertDurable(world.database)
    const paid = await Promise.all(
      Array.from({ length: 20 }, async () => (await shopper(world, await shop(world).create()).pay()).json()),
    )
    expect(paid.map(({ payment }) => payment?.status)).toEqual(paid.map(() => 'succeeded'))
    expect(charges(world)).toBe(20)
    const left = await postgres().query<{ setting: string }>(
      url,
      "select setting from pg_settings where name = 'statement_timeout'",
    )
    expect(left).toEqual([{ setting: '0' }])
  })

  it('a transaction that takes too long is ended by the server, as without a pooler', async () => {
    const { pooled } = await pooledUrl()
    const database = openDatabase(pooled, { exclusive: false, waitMs: 300 })
    onTestFinished(() => database.close())
    const slow = database.transaction((tx) => sql`select pg_sleep(20)`.execute(tx))
    await expect(slow).rejects.toMatchObject({ code: '57014' })
    const limit = await database.transaction((tx) =>
      sql<{ statement_timeout: string }>`show statement_timeout`.execute(tx),
    )
    expect(limit.rows).toEqual([{ statement_timeout: '300ms' }])
  })

  it('a lost pooler is a failed request, and the next one goes on', async () => {
    const { pooled } = await pooledUrl()
    const world = await startWorld({ env: { DATABASE_URL: pooled, DATABASE_TIMEOUT_MS: '2000' } })
    await shop(world).create()
    await postgres().crash()
    expect((await shop(world).send('GET', '/v1/checkouts/chk_0123456789abcdefghijkl')).statusCode).toBe(503)
    await postgres().restart()
    await expect
      .poll(
        async () => (await shop(world).send('GET', '/v1/checkouts/chk_0123456789abcdefghijkl')).statusCode,
        {
          timeout: 40_000,
        },
      )
      .toBe(404)
    expect((await shopper(world, await shop(world).create()).pay()).json().payment.status).toBe('succeeded')
  })
})

it('without a pooler the session keeps its limits', async () => {
  const database = openDatabase(await postgres().createDatabase(), { exclusive: false, waitMs: 1234 })
  onTestFinished(() => database.close())
  const { rows } = await sql`show statement_timeout`.execute(database.db)
  expect([rows, database.isPooled?.()]).toEqual([[{ statement_timeout: '1234ms' }], false])
})
