/** Queries that must not read what is over: their plans on a database with all migrations. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CompiledQuery } from 'kysely'
import { Kysely, sql } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import { migrate } from '../../src/database/migrations/index.ts'
import { isPaidElsewhere, lockMembers } from '../../src/database/order-rows.ts'
import { countBeginning } from '../../src/database/payment-list-rows.ts'
import { findPaymentByGateway, findPaymentsByGateway } from '../../src/database/payment-rows.ts'
import { isForbidden } from '../../src/database/saved-card-rows.ts'
import { openSqlite } from '../../src/database/sqlite.ts'
import type { Tables } from '../../src/database/tables.ts'
import { countWork } from '../../src/database/work.ts'

it('count what is open by an index that holds nothing else', async () => {
  expect(await plansOf(countWork)).toEqual([
    expect.stringMatching(/ payments USING INDEX payments_one_live/),
    expect.stringMatching(/ operations USING COVERING INDEX operations_open/),
    expect.stringMatching(/ notices USING .*INDEX notices_due_signed/),
    expect.stringMatching(/ shop_events USING .*INDEX shop_events_due/),
    expect.stringMatching(/ shop_events USING .*INDEX shop_events_failed/),
  ])
})

it('find the checkouts of an order by one index', async () => {
  const ofOrder = /^SEARCH checkouts USING INDEX checkouts_(order|one_of_order) \(order_reference=\?\)/
  expect(await plansOf((db) => lockMembers('sqlite', db, 'order-1'))).toEqual([
    expect.stringMatching(ofOrder),
  ])
  expect(await plansOf((db) => isPaidElsewhere(db, 'order-1', 'chk_1'))).toEqual([
    expect.stringMatching(ofOrder),
  ])
})

it("find payments by PayKKa's order ids in an index without those that have none", async () => {
  const byOrder = /payments_gateway \(gateway_order_id=\?\)/
  const [one] = await plansOf((db) => findPaymentByGateway(db, null, 'GW1'))
  expect(one).toMatch(byOrder)
  const plans = await plansOf((db) =>
    findPaymentsByGateway(db, [{ trans_id: 'T1', gateway_order_id: 'GW1' }]),
  )
  expect(plans).toEqual([expect.stringMatching(/MULTI-INDEX OR/)])
})

it('count the orders that begin with some letters by an index', async () => {
  const [plan] = await plansOf((db) => countBeginning({ kind: 'sqlite', db }, 'order', 200))
  expect(plan).toMatch(/^SEARCH checkouts USING .*INDEX checkouts_order/)
})

it('look for charges that a bank forbade among those of one agreement', async () => {
  const plans = await plansOf((db) => isForbidden(db, 'agr_1', 0))
  expect(plans).toEqual([expect.stringMatching(/^SEARCH checkouts USING .*INDEX checkouts_agreement/)])
})

/** @returns how the rows of each query are found, on an empty database */
async function plansOf(work: (db: Kysely<Tables>) => Promise<unknown>): Promise<string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'paykka-plans-'))
  const queries: CompiledQuery[] = []
  const db = new Kysely<Tables>({
    dialect: openSqlite(join(directory, 'paykka.db'), { busyMs: 0 }).dialect,
    log: ({ query }) => void queries.push(query),
  })
  onTestFinished(async () => {
    await db.destroy()
    rmSync(directory, { recursive: true })
  })
  await migrate(db)
  queries.length = 0
  await work(db)
  const plans: string[] = []
  for (const query of [...queries]) plans.push(await planOf(db, query))
  return plans
}

/** @returns how the rows are found: the plan's first line */
async function planOf(db: Kysely<Tables>, { sql: text, parameters }: CompiledQuery): Promise<string> {
  const parts = text
    .split('?')
    .flatMap((part, index) =>
      index < parameters.length ? [sql.raw(part), sql.val(parameters[index])] : [sql.raw(part)],
    )
  const { rows } = await sql<{ detail: string }>`explain query plan ${sql.join(parts, sql``)}`.execute(db)
  return rows[0]?.detail ?? ''
}
