/** The receipt below a paid result: date, method with its mark, order, and what happens next. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { CheckoutContext } from '../../checkout/checkout-context.ts'
import type { PublicCheckout, PublicPayment } from '../../checkout/wire.ts'
import { shownLocale } from '../../locales/localization.ts'
import { factsOf, PAYKKA } from '../../methods/hosted/hosted-names.ts'
import type { MethodKind } from '../../methods/method-mark.ts'
import { markUrl, methodMark } from '../../methods/method-mark.ts'
import { cardMethod } from '../checkout-messages.ts'
import { cardName } from './card-name.ts'
import * as messages from './result-messages.ts'
import { supportView } from './support-view.ts'

/** @param payment the payment that paid; older BFFs may not send it */
export function receiptView(
  checkout: PublicCheckout,
  payment: PublicPayment | null,
  { checkout: { access } }: CheckoutContext,
): TemplateResult | typeof nothing {
  if (!payment) return nothing
  const { code, kind, name } = usedMethod(payment)
  const mark = methodMark(kind, markUrl(checkout, code, access?.bffUrl ?? ''))
  return html`<dl class="receipt" part="receipt">
      ${row(messages.receiptMethod(), html`${mark}<span part="card-used" translate="no" .textContent=${name}></span>`)}
      ${row(messages.receiptDate(), dateText(payment.createdAt))}
      ${checkout.orderReference ? row(messages.receiptOrder(), html`<span translate="no" .textContent=${checkout.orderReference}></span>`) : nothing}
    </dl>
    <p part="receipt-next" .textContent=${payment.status === 'authorized' ? messages.chargedLater() : messages.shopContinues()}></p>
    ${supportView(payment.supportCode)}`
}

const row = (label: string, value: unknown): TemplateResult =>
  html`<div><dt .textContent=${label}></dt><dd>${value}</dd></div>`

type Used = { code: string; kind: MethodKind; name: string }

function usedMethod({ method, card, way }: PublicPayment): Used {
  if (method === 'hosted') {
    const used = way ?? PAYKKA
    return { code: used.code, ...factsOf(used) }
  }
  const wallet = WALLETS[method]
  const name = card ? cardName(card) : cardMethod()
  return wallet
    ? { code: method, kind: 'wallet', name: card ? `${wallet}, ${name}` : wallet }
    : { code: card?.brand.toLowerCase() ?? 'card', kind: 'card', name }
}

const WALLETS: Partial<Record<string, string>> = { apple_pay: 'Apple Pay', google_pay: 'Google Pay' }

/** In the shopper's own time zone. */
const dateText = (at: string): string =>
  new Date(at).toLocaleString(shownLocale(), { dateStyle: 'medium', timeStyle: 'short' })
