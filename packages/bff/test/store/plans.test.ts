/** Queries that must not read what is over: their plans on a ledger with all migrations. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CompiledQuery } from 'kysely'
import { Kysely, sql } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import { migrate } from '../../src/store/migrations/index.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import type { Tables } from '../../src/store/tables.ts'
import { countWork } from '../../src/store/work.ts'

it('count what is open by an index that holds nothing else', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-plans-'))
  const queries: CompiledQuery[] = []
  const db = new Kysely<Tables>({
    dialect: openSqlite(join(directory, 'ledger.db'), { busyMs: 0 }).dialect,
    log: ({ query }) => void queries.push(query),
  })
  onTestFinished(async () => {
    await db.destroy()
    rmSync(directory, { recursive: true })
  })
  await migrate(db)
  queries.length = 0
  await countWork(db)
  const plans: string[] = []
  for (const query of [...queries]) plans.push(await planOf(db, query))
  expect(plans).toEqual([
    expect.stringMatching(/ payments USING INDEX payments_one_live/),
    expect.stringMatching(/ operations USING COVERING INDEX operations_open/),
    expect.stringMatching(/ notices USING .*INDEX notices_due_signed/),
    expect.stringMatching(/ shop_events USING .*INDEX shop_events_due/),
    expect.stringMatching(/ shop_events USING .*INDEX shop_events_failed/),
  ])
})

/** @returns how the rows are found: the plan’s first line */
async function planOf(db: Kysely<Tables>, { sql: text, parameters }: CompiledQuery): Promise<string> {
  const parts = text
    .split('?')
    .flatMap((part, index) =>
      index < parameters.length ? [sql.raw(part), sql.val(parameters[index])] : [sql.raw(part)],
    )
  const { rows } = await sql<{ detail: string }>`explain query plan ${sql.join(parts, sql``)}`.execute(db)
  return rows[0]?.detail ?? ''
}
