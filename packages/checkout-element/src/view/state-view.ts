/** What the shopper reads for each state: a notice above the form, or a panel in its place. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { parseActionUrl } from '../addresses.ts'
import type { CheckoutState, Notice } from '../checkout-state.ts'
import type { CheckoutError } from '../errors.ts'
import type { Words } from '../messages.ts'
import * as messages from '../messages.ts'
import type { PublicPayment } from '../wire.ts'
import { alert, check, clock, cross, info, spinner } from './icons.ts'

/** What a panel can ask of the element. */
export type Acts = { retry: () => void }

const support = (code: string | null | undefined) =>
  code ? html`<p class="support" part="support-code">${messages.supportCode(code)}</p>` : nothing

/** The notice above the form, if there is one. */
export function noticeView(notice: Notice | null): TemplateResult | typeof nothing {
  if (!notice) return nothing
  switch (notice.kind) {
    case 'declined':
      return banner('danger', messages.declined(notice.retry), notice.payment.supportCode)
    case 'canceled':
      return banner('calm', messages.canceled())
    case 'amount-changed':
      return banner('warning', messages.amountChanged(notice.shown, notice.current))
    case 'failed':
      return errorBanner(notice.error)
  }
}

/** Words for an error beside a form that is still usable. */
const errorBanner = (error: CheckoutError) =>
  banner('warning', messages.failure(error.code, error.retryable, true), error.supportCode)

const banner = (tone: 'danger' | 'warning' | 'calm', words: Words, code?: string | null) =>
  html`<div class="notice" part="notice notice-${tone}" data-tone=${tone}>
    ${tone === 'calm' ? info() : alert()}
    <div><strong>${words.title}</strong> <p>${words.text}</p>${support(code)}</div>
  </div>`

/** The panel in place of the form, or `nothing` while the form is to be seen. */
export function panelView(state: CheckoutState, acts: Acts): TemplateResult | typeof nothing {
  switch (state.kind) {
    case 'loading':
    case 'ready':
    case 'paying':
      return nothing
    case 'action':
      return panel('wait', spinner(), messages.action(), continueLink(state.payment))
    case 'processing':
      return panel('wait', spinner(), state.elsewhere ? messages.elsewhere() : messages.processing())
    case 'unknown':
      return panel(
        'warning',
        clock(),
        messages.unknown(),
        support(state.payment?.supportCode ?? state.checkout.id),
      )
    case 'paid':
      return paidPanel(state.checkout.amount.display, state.checkout.status === 'authorized', state.payment)
    case 'canceled':
      return panel('calm', cross(), messages.checkoutCanceled())
    case 'expired':
      return panel('calm', clock(), messages.expired())
    case 'stopped':
      return stoppedPanel(state.error, acts)
  }
}

/** Says what cannot be shown, and offers a retry where one can help. */
export function stoppedPanel(error: CheckoutError, acts: Acts): TemplateResult {
  const retry = error.retryable
    ? html`<button type="button" class="secondary" part="retry-button" @click=${acts.retry}>${messages.tryAgain()}</button>`
    : nothing
  const words = messages.failure(error.code, error.retryable, false)
  return panel('calm', alert(), words, html`${retry}${support(error.supportCode)}`)
}

function paidPanel(amount: string, reserved: boolean, payment: PublicPayment | null): TemplateResult {
  const authorized = payment ? payment.status === 'authorized' : reserved
  const words = authorized ? messages.authorized(amount) : messages.paid(amount)
  const used = payment?.card
    ? html`<p class="support" part="card-used">${messages.card(brandName(payment.card.brand), payment.card.last4)}</p>`
    : nothing
  return panel('success', check(), words, used)
}

/** `visa` as shoppers write it; the BFF may name brands this version does not know. */
const brandName = (brand: string) =>
  ({ amex: 'American Express', jcb: 'JCB', unionpay: 'UnionPay', diners: 'Diners Club' })[
    brand.toLowerCase()
  ] ?? brand.charAt(0).toUpperCase() + brand.slice(1)

function continueLink(payment: PublicPayment): TemplateResult | typeof nothing {
  const url = parseActionUrl(payment.action?.url ?? '')
  return url
    ? html`<a class="primary" part="action-link" href=${url}>${messages.continueToBank()}</a>`
    : nothing
}

const panel = (tone: string, mark: TemplateResult, words: Words, more: unknown = nothing) =>
  html`<div class="panel" part="panel panel-${tone}" data-tone=${tone}>
    <div class="badge">${mark}</div>
    <h2 part="panel-title">${words.title}</h2>
    <p>${words.text}</p>
    ${more}
  </div>`
