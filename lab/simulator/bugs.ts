/** Planted bugs, each a way in which checkouts really fail. The simulator must find every one. */

import type { PaymentStatus } from '@paykka-checkout/shared-types'
import { findPaymentByGateway } from '../../packages/bff/src/database/payment-rows.ts'
import type { Gateway } from '../../packages/bff/src/payments/gateway.ts'
import { settlePayment } from '../../packages/bff/src/payments/purchases/settle-payment.ts'
import { MOVES_BY_WORD } from '../../packages/bff/src/payments/states.ts'
import type { Options, Profile } from './options.ts'
import type { Bug, Instance, World } from './world.ts'

/** `options`: the weather in which the bug shows soonest. */
type PlantedBug = { what: string; bug: Bug; profile?: Profile; options?: Partial<Options> }

const gatewayBug = (change: (real: Gateway, world: World) => Partial<Gateway>): Bug => ({
  gateway: (real, world) => ({ ...real, ...change(real, world) }),
})

export const BUGS: Record<string, PlantedBug> = {
  'send-before-commit': {
    what: 'the commit returns before it is durable, so bytes go out for an attempt that a crash forgets',
    bug: { lazyCommit: true },
  },
  'no-claim': {
    what: 'every request counts as a new one, whatever its idempotency key',
    bug: {
      pay: (real, world) => (parts, input) => {
        const key = `${input.key}~${Math.floor(world.random.next() * 1e9)}`
        return real(parts, { ...input, key })
      },
    },
  },
  'timeout-is-failure': {
    what: 'no answer to a purchase counts as “not executed”',
    bug: gatewayBug((real) => ({
      purchase: async (purchase) => {
        const answer = await real.purchase(purchase)
        return answer.kind === 'unknown' ? { kind: 'not_sent', reason: answer.reason } : answer
      },
    })),
  },
  'not-found-at-once': {
    what: 'the first “not found” is believed',
    bug: gatewayBug((real) => ({
      query: async (reference) => {
        const answer = await real.query(reference)
        if (answer.kind !== 'not_found') return answer
        return { kind: 'state', state: { status: 'declined', code: 'none', retry: 'never' }, facts: {} }
      },
    })),
  },
  'stale-not-found': {
    what: 'a “not found” from before is still believed when its time has come',
    bug: gatewayBug((real) => {
      const absent = new Set<string>()
      return {
        query: async (reference) => {
          if (absent.has(reference.transId)) return { kind: 'not_found' }
          const answer = await real.query(reference)
          if (answer.kind === 'not_found') absent.add(reference.transId)
          return answer
        },
      }
    }),
  },
  'resend-after-reset': {
    what: 'a purchase whose connection broke is sent again',
    bug: gatewayBug((real) => ({
      purchase: async (purchase) => {
        const answer = await real.purchase(purchase)
        return answer.kind === 'unknown' && answer.reason === 'ECONNRESET' ? real.purchase(purchase) : answer
      },
    })),
  },
  'notice-believed': {
    what: "a notification's content is applied without a query",
    bug: {
      onNotification: (_world, instance, notice) => believe(instance, notice.type, notice.transId ?? ''),
    },
  },
  'no-resolver': {
    what: 'nobody asks about unknown outcomes',
    bug: { resolver: async () => 0 },
    // Several would look for work until the end of the simulated weeks, and find no more than one.
    options: { instances: 1 },
  },
  'late-success-dropped': {
    what: 'a success for an attempt that was given up is dropped',
    profile: 'late',
    bug: gatewayBug((real, world) => ({
      query: async (reference) => {
        const answer = await real.query(reference)
        const row = world.sharedDatabase.database.prepare('select status from payments where trans_id = ?')
        const [payment] = row.all([reference.transId]) as { status: string }[]
        return payment?.status === 'failed' ? { kind: 'unknown', reason: 'dropped' } : answer
      },
    })),
  },
  'sums-dropped': {
    what: 'an answer whose status word leads nowhere is dropped together with its sums',
    bug: gatewayBug((real, world) => ({
      query: async (reference) => {
        const answer = await real.query(reference)
        const row = world.sharedDatabase.database.prepare('select status from payments where trans_id = ?')
        const [payment] = row.all([reference.transId]) as { status: PaymentStatus }[]
        if (answer.kind !== 'state' || !payment || payment.status === answer.state.status) return answer
        const leads = MOVES_BY_WORD[payment.status].includes(answer.state.status)
        return leads ? answer : { kind: 'unknown', reason: 'dropped' }
      },
    })),
  },
  'order-paid-in-each-checkout': {
    what: 'an order may be paid in each of its checkouts, as if every one were a part',
    bug: { order: (body) => ({ ...body, allowRepeat: true }) },
  },
  'event-outside': {
    what: 'the event for the shop is written after the transaction',
    bug: { lateEvents: true },
  },
  'ends-by-its-own-clock': {
    what: "a payment is given up by this machine's clock, which somebody has set",
    profile: 'jumps',
    bug: { endsByItsOwnClock: true },
  },
  'far-ahead-stays': {
    what: 'what a wrong clock has put off by a year stays put off',
    profile: 'jumps',
    bug: { farAheadStays: true },
  },
  'price-of-now': {
    what: 'the current price is charged, whatever the shopper saw',
    bug: {
      pay: (real) => (parts, input) =>
        real(parts, { ...input, request: { ...input.request, version: input.checkout.version } }),
    },
  },
}

async function believe({ parts }: Instance, type: string, transId: string): Promise<void> {
  const payment = await findPaymentByGateway(parts.database.db, transId, null)
  if (!payment || type !== 'PAYMENT.SUCCESS') return
  const answer = { kind: 'state' as const, state: { status: 'succeeded' as const }, facts: {} }
  await settlePayment(parts, payment.id, answer, { what: 'query', at: parts.now(), provenAt: parts.now() })
}
