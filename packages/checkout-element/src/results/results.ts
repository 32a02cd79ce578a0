/** What is read after paying, in full. Loaded apart; until it is there the headlines of `messages.ts` stand alone. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { actionUrl } from '../view/action-url.ts'
import { spinner } from '../view/icons.ts'
import type { Result } from '../view/state-view.ts'
import { codeOf, panel, titleOf } from '../view/state-view.ts'
import type { PublicCheckout } from '../wire.ts'
import { anotherWayView } from './another-way.ts'
import { check, clock, cross } from './icons.ts'
import * as messages from './messages.ts'
import { sentence } from './sentence.ts'
import { supportView } from './support-view.ts'

export { payAnotherWay } from './another-way.ts'
export { refusal } from './messages.ts'
export { noticeView } from './notice-view.ts'
export { resultStyles } from './results.styles.ts'
export { supportView } from './support-view.ts'

/** The part of a panel below its headline, and the sign above it. */
type Detail = {
  mark: TemplateResult
  text: string
  /** Amounts in the text. */
  sums?: readonly string[]
  more?: TemplateResult | typeof nothing
}

const TONES = {
  action: 'wait',
  processing: 'wait',
  unknown: 'warning',
  paid: 'success',
  canceled: 'calm',
  expired: 'calm',
} as const

/**
 * The panel of a result in full.
 * @param leave gives the payment up while the bank's page is open
 */
export function resultPanel(state: Result, leave: () => void): TemplateResult {
  const { mark, text, sums, more } = detailOf(state, leave)
  const below = html`<p part="panel-text">${sentence(text, sums)}</p>${more}${supportView(codeOf(state))}${
    state.kind === 'paid' ? html`<slot name="success"></slot>` : nothing
  }`
  return panel(TONES[state.kind], mark, titleOf(state), below)
}

function detailOf(state: Result, leave: () => void): Detail {
  switch (state.kind) {
    case 'action':
      return {
        mark: spinner(),
        text: messages.action(),
        more: html`${continueLink(actionUrl(state))}${anotherWayView(state.payment, leave)}`,
      }
    case 'processing':
      return {
        mark: spinner(),
        text: waitingText(state.elsewhere ? messages.elsewhere : messages.processing),
      }
    case 'unknown':
      return { mark: clock(), text: waitingText(messages.unknown) }
    case 'paid':
      return paidDetail(state)
    case 'canceled':
      return { mark: cross(), text: closedBecause(state.checkout) }
    case 'expired':
      return { mark: clock(), text: messages.closed() }
  }
}

const waitingText = (online: () => string): string =>
  messages.isOffline() ? messages.offlineWait() : online()

/** The shopper who returns to the shop finds the other checkout there. */
function closedBecause({ cancellationReason }: PublicCheckout): string {
  return cancellationReason === 'superseded' ? messages.superseded() : messages.closed()
}

function paidDetail({ checkout, payment }: Extract<Result, { kind: 'paid' }>): Detail {
  const { display } = checkout.amount
  const authorized = (payment ?? checkout).status === 'authorized'
  const text = authorized ? messages.authorized(display) : messages.paid(display)
  const card = payment?.card
  const used = card ? messages.card(brandName(card.brand), card.last4) : null
  return {
    mark: check(),
    text,
    sums: [display],
    more: used === null ? nothing : html`<p class="support" part="card-used" .textContent=${used}></p>`,
  }
}

/** `visa` as shoppers write it; the BFF may name brands this version does not know. */
const brandName = (brand: string) =>
  ({ amex: 'American Express', jcb: 'JCB', unionpay: 'UnionPay', diners: 'Diners Club' })[
    brand.toLowerCase()
  ] ?? brand.charAt(0).toUpperCase() + brand.slice(1)

const continueLink = (url: string | null) =>
  url ? html`<a class="primary" part="action-link" href=${url}>${messages.continueToBank()}</a>` : nothing
