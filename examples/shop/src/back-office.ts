/** What a shop's staff does with a paid order: charge what was reserved, give money back, charge a subscription again. */
import { randomUUID } from 'node:crypto'
import type { BffClient, Checkout, Payment, Refund } from './bff-client.ts'
import type { Money } from './money.ts'
import { isCurrency, readMoney } from './money.ts'
import type { Order } from './orders.ts'

/**
 * What the staff sees of an order. `key` makes each form's action one action, however often it is sent; `chargeKey` does
 * so for the next month of a subscription.
 */
export type Ledger = {
  payment: Payment
  refunds: Refund[]
  currency: Money['currency']
  key: string
  chargeKey: string
}

export type Action = 'capture' | 'void' | 'refund' | 'charge' | 'end'
export type ActionForm = { key: string; amount?: string }

export type BackOffice = {
  /** The payment that counts, or `undefined` while there is none. */
  open(order: Order, checkout: Checkout | undefined): Promise<Ledger | undefined>
  act(order: Order, payment: Payment, action: Action, form: ActionForm): Promise<void>
}

/** A form the staff filled in wrongly, with the sentence to show for it. */
export class FormMistake extends Error {
  override name = 'FormMistake'
}

export function createBackOffice(bff: BffClient): BackOffice {
  return {
    async open(order, checkout) {
      const payment = checkout?.payments?.findLast(({ status }) => KEPT.includes(status))
      if (!payment || !isCurrency(payment.amount.currency)) return undefined
      const refunds = await bff.listRefunds(payment.id)
      return {
        payment,
        refunds,
        currency: payment.amount.currency,
        key: randomUUID(),
        chargeKey: nextCharge(order),
      }
    },
    act: (order, payment, action, form) => act(bff, order, payment, action, form),
  }
}

/** Statuses in which money is reserved or was taken. */
const KEPT: readonly string[] = [
  'authorized',
  'succeeded',
  'partially_refunded',
  'refunded',
  'partially_reversed',
  'canceled',
]

async function act(
  bff: BffClient,
  order: Order,
  payment: Payment,
  action: Action,
  { key, amount }: ActionForm,
): Promise<void> {
  switch (action) {
    case 'capture':
      return void (await bff.capture(payment.id, amountOf(payment, amount), key))
    case 'void':
      return void (await bff.voidPayment(payment.id, key))
    case 'refund':
      return void (await bff.refund(payment.id, amountOf(payment, amount), key))
    case 'charge':
      return await charge(bff, order, payment, key)
    case 'end':
      return void (await bff.endAgreement(agreementOf(payment)))
  }
}

/**
 * The next month of a subscription. The month is the key, so the same form sent twice, a lost answer and a page loaded
 * again are all one charge.
 */
async function charge(bff: BffClient, order: Order, payment: Payment, key: string): Promise<void> {
  if (order.charges.some(({ reference }) => reference === key)) return
  if (key !== nextCharge(order)) throw new FormMistake('Another month is due now. Load the page again.')
  const agreementId = agreementOf(payment)
  const { status } = await bff.chargeAgreement(
    { agreementId, orderReference: key, amount: order.quote.total },
    key,
  )
  order.charges.push({ reference: key, status })
}

/** The order reference of the next month's payment. */
const nextCharge = ({ reference, charges }: Order): string => `${reference}-${charges.length + 2}`

function agreementOf({ agreementId }: Payment): string {
  if (!agreementId) throw new FormMistake('This order has no subscription.')
  return agreementId
}

/** An empty field means all of it; the BFF refuses what is more than there is. */
function amountOf({ amount: { currency } }: Payment, text = ''): Money | undefined {
  if (text.trim() === '') return undefined
  const amount = isCurrency(currency) ? readMoney(text, currency) : undefined
  if (!amount) throw new FormMistake('Write the amount as a number, for example 5.00.')
  return amount
}
