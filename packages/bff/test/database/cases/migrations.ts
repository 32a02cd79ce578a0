/** The schema: brought up to date once, by any number of processes, also from another one. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { findPayment } from '../../../src/database/payment-rows.ts'
import type { Use } from '../conformance.ts'
import { addPayment } from '../rows.ts'

const CLAIMER = fileURLToPath(new URL('../claimer.ts', import.meta.url))
const run = promisify(execFile)

/** Another process on the same database: migrates, then claims keys. @returns how many it won */
async function claimElsewhere(url: string, count: number): Promise<number> {
  const { stdout } = await run(process.execPath, [CLAIMER, url, String(count)])
  return Number(stdout)
}

export function migrationCases(use: Use): void {
  describe('the schema', () => {
    it('has nothing to do the second time', async () => {
      expect(await use().database.migrate()).toEqual([])
    })

    it('survives many migrations at once', async () => {
      const all = use().databases.flatMap((database) => [database.migrate(), database.migrate()])
      expect((await Promise.all(all)).flat()).toEqual([])
    })

    it('is left alone when a newer version has added to it, and is worked on all the same', async () => {
      const { db } = use()
      await sql`alter table payments add column of_tomorrow text`.execute(db)
      await sql`insert into kysely_migration (name, timestamp) values ('9999-tomorrow', 'later')`.execute(db)
      try {
        expect(await use().database.migrate()).toEqual([])
        await addPayment(db, '1')
        expect((await findPayment(db, 'pay_1'))?.status).toBe('sending')
        expect(await claimElsewhere(use().url, 1)).toBe(1)
      } finally {
        await sql`delete from kysely_migration where name = '9999-tomorrow'`.execute(db)
        await sql`alter table payments drop column of_tomorrow`.execute(db)
      }
    }, 30_000)

    it('is refused when it has a migration that nobody knows in between', async () => {
      const { db } = use()
      await sql`insert into kysely_migration (name, timestamp) values ('0001-of-another', 'once')`.execute(db)
      try {
        await expect(use().database.migrate()).rejects.toThrow(/0001-of-another/)
      } finally {
        await sql`delete from kysely_migration where name = '0001-of-another'`.execute(db)
      }
    })

    it('shares keys between processes: every key has one winner', async () => {
      const wins = await Promise.all([claimElsewhere(use().url, 50), claimElsewhere(use().url, 50)])
      expect(wins.reduce((sum, won) => sum + won, 0)).toBe(50)
      expect(await use().db.selectFrom('idempotency_keys').selectAll().execute()).toHaveLength(50)
    }, 30_000)
  })
}
