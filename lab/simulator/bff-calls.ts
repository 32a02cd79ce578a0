/** What the routes do with a request, without HTTP: read the checkout, then call the real code. */
import { randomUUID } from 'node:crypto'
import type { CheckoutStatus, PublicPayment } from '@paykka-checkout/shared-types'
import { effectiveStatus } from '../../packages/bff/src/checkouts/checkout-rules.ts'
import { publicPayment } from '../../packages/bff/src/checkouts/public-payment.ts'
import { findCheckout } from '../../packages/bff/src/database/checkout-rows.ts'
import {
  findLastPayment,
  findPaymentByReturn,
  recordReturn,
} from '../../packages/bff/src/database/payment-rows.ts'
import { AppError } from '../../packages/bff/src/domain/errors.ts'
import { fingerprint } from '../../packages/bff/src/domain/ids.ts'
import { ask } from '../../packages/bff/src/payments/purchases/ask-about-payment.ts'
import type { PayAnswer } from '../../packages/bff/src/payments/purchases/pay.ts'
import { pay } from '../../packages/bff/src/payments/purchases/pay.ts'
import { isActive } from '../../packages/bff/src/payments/states.ts'
import type { Instance, World } from './world.ts'

const BROWSER = {
  userAgent: 'Chrome',
  language: 'en-GB',
  colorDepth: 24,
  screenHeight: 900,
  screenWidth: 1440,
  timezoneOffset: -60,
  javaEnabled: false,
}
const ASK_MS = 5000

export type Post = { checkoutId: string; key: string; version: number; retried: boolean }

/** `POST /client/v1/checkout/payments` */
export async function postPayment(world: World, { parts }: Instance, post: Post): Promise<PayAnswer> {
  const checkout = await findCheckout(parts.database.db, post.checkoutId)
  if (!checkout) throw new AppError('unauthorized')
  const run = world.bug.pay?.(pay, world) ?? pay
  return run(parts, {
    checkout,
    key: post.key,
    request: {
      version: post.version,
      method: { type: 'card', card: `sealed ${randomUUID()}` },
      browser: BROWSER,
    },
    payIp: '203.0.113.7',
    by: { actor: { type: 'shopper', id: 'shopper' }, requestId: 'req_1' },
    retried: post.retried,
    captchaToken: undefined,
  })
}

/** What a page shows of a checkout. */
export type Seen = { status: CheckoutStatus; version: number; amount: number; last: PublicPayment | null }

/** `GET /client/v1/checkout` */
export async function readCheckout({ parts }: Instance, checkoutId: string): Promise<Seen> {
  const row = await findCheckout(parts.database.db, checkoutId)
  if (!row) throw new AppError('unauthorized')
  const last = await findLastPayment(parts.database.db, checkoutId)
  const { version, amount } = row
  return {
    status: effectiveStatus(row, parts.now()),
    version,
    amount,
    last: last ? publicPayment(last) : null,
  }
}

/** `GET /paykka/return/:reference`: as in `routes/paykka/return.ts`. */
export async function comeBack({ parts }: Instance, reference: string): Promise<boolean> {
  const payment = await findPaymentByReturn(parts.database.db, fingerprint(reference))
  if (!payment) return false
  if (isActive(payment.status)) {
    await recordReturn(parts.database.db, payment.id, parts.now())
    const asked = ask(parts, payment).catch(() => undefined)
    await Promise.race([asked, parts.pause(ASK_MS)])
  }
  return true
}
