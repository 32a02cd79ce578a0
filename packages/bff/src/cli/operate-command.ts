/** `paykka-bff payment …` and `checkout show`: an operator's commands, over the BFF's own API. */
import { randomUUID } from 'node:crypto'
import type { ShopClient } from '@paykka-checkout/client'
import type { Checkout, Money, OperationResponse, Payment, RefundReason } from '@paykka-checkout/shared-types'
import { exponentOf, toDecimal } from '../domain/money.ts'
import { present } from '../domain/present.ts'
import { confirm } from './confirm.ts'
import { operatorClient } from './shop-client.ts'

type Common = { json?: boolean; yes?: boolean; key?: string; allowRepeat?: boolean }
type CaptureOptions = Common & { amount?: string; final?: boolean }
type VoidOptions = Common & { reason?: string }
type RefundOptions = Common & { amount?: string; reason?: RefundReason; evenIfDisputed?: boolean }

export async function showCheckout(id: string, { json }: Common): Promise<void> {
  const checkout = await operatorClient(process.env)('GET /v1/checkouts/:id', { params: { id } })
  print(checkout, json, () => checkoutLines(checkout))
}

export async function showPayment(id: string, { json }: Common): Promise<void> {
  const { payment } = await read(operatorClient(process.env), id)
  print(payment, json, () => paymentLines(payment))
}

export async function capturePayment(id: string, options: CaptureOptions): Promise<void> {
  const bff = operatorClient(process.env)
  const { payment } = await read(bff, id)
  const amount = parseAmount(options.amount, payment)
  await confirm(`Capture ${amount ? text(amount) : 'all that is held'} of ${describe(payment)}`, options.yes)
  const { allowRepeat, final } = options
  const body = present({ amount, final, allowRepeat })
  const send = (idempotencyKey: string) =>
    bff('POST /v1/payments/:id/captures', { params: { id }, body, idempotencyKey })
  await carryOut(options, send)
}

export async function voidPayment(id: string, options: VoidOptions): Promise<void> {
  const bff = operatorClient(process.env)
  const { payment } = await read(bff, id)
  await confirm(`Release the held funds of ${describe(payment)}`, options.yes)
  const { allowRepeat, reason } = options
  const body = present({ reason, allowRepeat })
  const send = (idempotencyKey: string) =>
    bff('POST /v1/payments/:id/voids', { params: { id }, body, idempotencyKey })
  await carryOut(options, send)
}

export async function refundPayment(id: string, options: RefundOptions): Promise<void> {
  const bff = operatorClient(process.env)
  const { payment } = await read(bff, id)
  const amount = parseAmount(options.amount, payment)
  await confirm(`Refund ${amount ? text(amount) : 'all that is left'} of ${describe(payment)}`, options.yes)
  const { allowRepeat, evenIfDisputed, reason } = options
  const body = present({ amount, reason, allowRepeat, evenIfDisputed })
  const send = (idempotencyKey: string) =>
    bff('POST /v1/payments/:id/refunds', { params: { id }, body, idempotencyKey })
  await carryOut(options, send)
}

const read = (bff: ShopClient, id: string) => bff('GET /v1/payments/:id', { params: { id } })

/** Prints the key first: with it the command can be repeated safely, even if the answer is lost. */
async function carryOut(
  { json, key = randomUUID() }: Common,
  send: (key: string) => Promise<OperationResponse>,
): Promise<void> {
  console.error(`To repeat this operation instead of starting another, add: --key ${key}`)
  const answer = await send(key)
  print(answer, json, () => [
    `${answer.operation.type} ${answer.operation.id}: ${answer.operation.status}`,
    ...paymentLines(answer.payment),
  ])
}

/**
 * @param decimal such as `12.34`, exact to the currency's decimals
 * @throws Error when it is not an amount of that currency
 */
export function parseAmount(
  decimal: string | undefined,
  { amount }: Pick<Payment, 'amount'>,
): Money | undefined {
  if (decimal === undefined) return undefined
  const digits = exponentOf(amount.currency) ?? 0
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,4}))?$/.exec(decimal) ?? []
  const value = Number(`${whole}${fraction.padEnd(digits, '0')}`)
  if (whole === undefined || fraction.length > digits || value === 0)
    throw new Error(`--amount must be like ${toDecimal({ ...amount, value: 1234 })} (${amount.currency})`)
  return { value, currency: amount.currency }
}

const text = (money: Money) => `${toDecimal(money)} ${money.currency}`
const describe = ({ id, orderReference, amount }: Payment) =>
  `payment ${id} (${text(amount)}, order ${orderReference})`

function checkoutLines(checkout: Checkout): string[] {
  const { id, status, amount, orderReference, version } = checkout
  return [
    `checkout ${id}: ${status}, ${text(amount)}, order ${orderReference}, version ${version}`,
    ...checkout.payments.flatMap((payment) => paymentLines(payment).map((line) => `  ${line}`)),
  ]
}

function paymentLines(payment: Payment): string[] {
  const { id, status, amount, method, balances, supportCode, history } = payment
  const sums = balances
    ? [
        `captured ${balances.captured}, voided ${balances.voided}, refunded ${balances.refunded} (minor units)`,
      ]
    : []
  return [
    `payment ${id}: ${status}, ${text(amount)}, ${method}, support code ${supportCode}`,
    ...sums.map((line) => `  ${line}`),
    ...history.map(({ at, from, to, cause }) => `  ${at}  ${from ?? '-'} -> ${to}  (${cause})`),
  ]
}

function print(value: unknown, json: boolean | undefined, lines: () => string[]): void {
  console.log(json ? JSON.stringify(value, null, 2) : lines().join('\n'))
}
