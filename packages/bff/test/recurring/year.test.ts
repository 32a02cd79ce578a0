/**
 * A year of subscriptions through the whole BFF and PayKKa's side: declines, expiring cards, revocations, wishes for 3-D
 * Secure, month ends, retries, lost answers. PayKKa's books are the judge.
 */
import { describe, expect, it } from 'vitest'
import type { Purchase } from '../../src/payments/gateway.ts'
import { reconcile } from '../../src/payments/recovery/reconcile.ts'
import { schedule } from '../support/doc-code.ts'
import type { World } from '../support/world.ts'
import { startWorld } from '../support/world.ts'
import type { Try } from './judge.ts'
import { forbiddenTries } from './judge.ts'
import { Year } from './year.ts'

const ENV = {
  PAYKKA_DECLINE_CODES: '3901=stop_payment,3902=lost_or_stolen',
  LOG_LEVEL: 'fatal',
}
/** The same year in every run: it has everything in it. `YEAR_SEED` takes another, which need not. */
const USUAL_SEED = 11
const SEED = Number(process.env.YEAR_SEED ?? USUAL_SEED)

function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

/** Shoppers of several places, with month ends and cards that expire within the year. */
const SHOPPERS: [string, string, string, object][] = [
  ['anna', '2026-05-31', 'Europe/Berlin', {}],
  ['ben', '2026-05-30', 'America/New_York', { expMonth: '09', expYear: '2026' }],
  ['chloe', '2026-05-29', 'Pacific/Auckland', {}],
  ['dan', '2026-05-15', 'Asia/Kathmandu', { expMonth: '02', expYear: '2027' }],
  ['ella', '2026-05-31', 'America/Los_Angeles', {}],
  ['finn', '2026-05-28', 'Europe/London', { expMonth: '11', expYear: '2026' }],
]

async function liveAYear(heeds: boolean, days: number) {
  const tries: Try[] = []
  const world = await startWorld({
    env: ENV,
    pause: () => new Promise<void>(() => {}),
    gateway: (real) => ({
      ...real,
      purchase: (purchase) => {
        const { method } = purchase
        if (method.kind === 'stored_card' && method.agreement) tries.push(tryOf(purchase, method.token))
        return real.purchase(purchase)
      },
    }),
  })
  const tryOf = ({ transId, orderReference }: Purchase, card: string): Try => ({
    at: world.clock.now(),
    transId,
    card,
    order: orderReference,
  })
  const year = new Year({ world, random: randomFrom(SEED), schedule: await schedule(), heeds })
  for (const one of SHOPPERS) await year.subscribe(...one)
  await year.live(days)
  return { world, tries, year }
}

/** Sums by order: what PayKKa took, and what the BFF's database says it took. */
async function books(world: World) {
  const paykka = world.emulator
    .ledger()
    .orders.map(({ transId, status, balances }) => [transId, status, balances.captured_amount ?? 0])
  const rows = await world.database.db
    .selectFrom('payments')
    .select(['trans_id', 'status', 'amount'])
    .where('status', '!=', 'failed')
    .execute()
  const STATUS: Record<string, string> = { succeeded: 'SUCCESS', declined: 'FAILURE' }
  const ours = rows.map(({ trans_id, status, amount }) => [
    trans_id,
    STATUS[status] ?? status,
    status === 'succeeded' ? Number(amount) : 0,
  ])
  return { paykka: paykka.toSorted(), ours: ours.toSorted() }
}

describe('a year of subscriptions', () => {
  it('ends with equal books, each period paid once at most, and no forbidden try', {
    timeout: 300_000,
  }, async () => {
    const { world, tries, year } = await liveAYear(true, 365)
    const { paykka, ours } = await books(world)
    expect(ours).toEqual(paykka)
    expect((await reconcile(world.parts, 0)).findings).toEqual([])
    expect(forbiddenTries(tries, world.emulator.ledger().orders)).toEqual([])

    const paid = await world.database.db
      .selectFrom('payments')
      .innerJoin('checkouts', 'checkouts.id', 'payments.checkout_id')
      .select('checkouts.order_reference')
      .where('payments.status', '=', 'succeeded')
      .execute()
    const orders = paid.map(({ order_reference }) => order_reference)
    expect(new Set(orders).size).toBe(orders.length)
    // Twelve periods each.
    expect(year.subscriptions.map(({ period }) => period)).toEqual(
      SHOPPERS.map(() => expect.toBeOneOf([12, 13])),
    )
    const missing = HAPPENINGS.filter((what) => !year.seen[what])
    expect(SEED === USUAL_SEED ? missing : []).toEqual([])
  })

  it('is judged by rules that see what a scheduler does that does not heed the advice', {
    timeout: 300_000,
  }, async () => {
    const { world, tries } = await liveAYear(false, 90)
    const broken = forbiddenTries(tries, world.emulator.ledger().orders)
    expect(new Set(broken.map((line) => line.split(':')[0]))).toContain('the card was refused finally')
  })
})

const HAPPENINGS = [
  'paid',
  'declined for now',
  'declined finally',
  'asked for the shopper',
  'unknown',
  'found ended',
  'revoked at PayKKa',
  'ended by the shop',
  'run twice',
  'card renewed',
  'expiring card announced',
  'subscribed anew',
] as const
