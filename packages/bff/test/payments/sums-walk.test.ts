/** Sums are facts: money may move in any order, here or in PayKKa's back office, and the database ends with PayKKa's sums. */
import { describe, expect, it } from 'vitest'
import { findPaymentByGateway } from '../../src/database/payment-rows.ts'
import type { Gateway } from '../../src/payments/gateway.ts'
import { MOVES_BY_WORD } from '../../src/payments/states.ts'
import { postgresOfFile } from '../database/postgres-of-file.ts'
import type { World } from '../support/world.ts'
import { startWorld } from '../support/world.ts'
import { walk } from './sums-walk.ts'

const postgres = postgresOfFile()

/** `WALKS=20000` walks so often on each database; `WALK_SEED=7` walks one seed again, on both. */
const { WALKS, WALK_SEED } = process.env
/** PostgreSQL takes four times as long. */
const SHARES = { SQLite: 450, PostgreSQL: 50 }
const DATABASES = Object.keys(SHARES) as (keyof typeof SHARES)[]

function seedsFor(database: keyof typeof SHARES): number[] {
  if (WALK_SEED) return [Number(WALK_SEED)]
  return Array.from({ length: Number(WALKS ?? SHARES[database]) }, (_, index) => index + 1)
}

describe('random walks of captures, voids and refunds', () => {
  const end = "end with PayKKa's sums and no open operation on %s"
  it.each(DATABASES)(end, { timeout: 4 * 3_600_000 }, async (database) => {
    const url = database === 'SQLite' ? {} : { DATABASE_URL: await fastDatabase() }
    const world = await startWorld({ env: { PARTIAL_VOID: 'true', ...url } })
    const failures: string[] = []
    for (const seed of seedsFor(database)) {
      const wrong = await walk(world, seed)
      if (wrong.length > 0) failures.push(wrong.join('\n'))
      if (failures.length === 3) break
    }
    expect(failures.join('\n\n')).toBe('')
  })

  it('find an engine that drops the sums of an answer whose word leads nowhere', async () => {
    const late: { world?: World } = {}
    const gateway = (real: Gateway): Gateway => ({
      ...real,
      query: (reference) => dropping(real, reference, late.world),
    })
    const world = await startWorld({ env: { PARTIAL_VOID: 'true' }, gateway })
    late.world = world
    let found = 0
    for (let seed = 1; seed <= 40 && found === 0; seed++) found += (await walk(world, seed)).length
    expect(found).toBeGreaterThan(0)
  })
})

/** No power fails in a walk, so its commits need not wait for the disk. */
async function fastDatabase(): Promise<string> {
  const url = await postgres().createDatabase()
  await postgres().query(url, `alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = off`)
  return url
}

/** The planted fault: "illegal moves" are refused together with everything else that the answer says. */
async function dropping(
  real: Gateway,
  reference: Parameters<Gateway['query']>[0],
  world: World | undefined,
): ReturnType<Gateway['query']> {
  const answer = await real.query(reference)
  const row = world && (await findPaymentByGateway(world.database.db, reference.transId, null))
  if (answer.kind !== 'state' || !row || row.status === answer.state.status) return answer
  return MOVES_BY_WORD[row.status].includes(answer.state.status)
    ? answer
    : { kind: 'unknown', reason: 'dropped' }
}
