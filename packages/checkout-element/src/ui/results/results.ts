/** Complete results. Loaded separately; until then only the headlines of `checkout-messages.ts` are shown. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { parseActionUrl } from '../../checkout/addresses.ts'
import type { CheckoutContext } from '../../checkout/checkout-context.ts'
import type { PublicCheckout } from '../../checkout/wire.ts'
import { factsOf, PAYKKA } from '../../methods/hosted/hosted-names.ts'
import { actionUrl } from '../action-url.ts'
import { amountText } from '../amount.ts'
import { titles } from '../checkout-messages.ts'
import { spinner } from '../icons.ts'
import type { Result } from '../panel.ts'
import { codeOf, panel, titleOf } from '../panel.ts'
import { anotherWayView } from './another-way.ts'
import { cardName } from './card-name.ts'
import { receiptView } from './receipt.ts'
import { restartView } from './restart.ts'
import { check, clock, cross } from './result-icons.ts'
import * as messages from './result-messages.ts'
import { sentence } from './sentence.ts'
import { supportView } from './support-view.ts'

export { bannerView } from './banner-view.ts'
export { refusal } from './result-messages.ts'
export { resultStyles } from './results.styles.ts'
export { supportView } from './support-view.ts'

/** The part of a panel below its headline, and the icon above it. */
type Detail = {
  icon: TemplateResult
  /** Replaces the headline of the state. */
  title?: string
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
  'used-up': 'calm',
  canceled: 'calm',
  expired: 'calm',
} as const

/** The complete panel of a result. */
export function resultPanel(state: Result, context: CheckoutContext): TemplateResult {
  const { icon, title = titleOf(state), text, sums, more } = detailOf(state, context)
  const below = html`<p part="panel-text">${sentence(text, sums)}</p>${more}${supportView(codeOf(state))}${
    state.kind === 'paid' ? html`<slot name="success"></slot>` : nothing
  }`
  return panel(TONES[state.kind], icon, title, below)
}

function detailOf(state: Result, context: CheckoutContext): Detail {
  switch (state.kind) {
    case 'action':
      return actionDetail(state, context)
    case 'processing':
      return {
        icon: spinner(),
        text: waitingText(state.elsewhere ? messages.elsewhere : messages.processing),
        ...(state.elsewhere && elsewhereTitle(state.checkout)),
      }
    case 'unknown':
      return { icon: clock(), text: waitingText(isOnPage(state) ? messages.processing : messages.unknown) }
    case 'paid':
      return paidDetail(state, context)
    case 'canceled':
      return isSuperseded(state.checkout)
        ? { icon: cross(), text: messages.superseded(), more: backLink(state.checkout) }
        : {
            icon: cross(),
            text: messages.closed(),
            more: restartView({ ...state, kind: 'canceled' }, context),
          }
    case 'used-up':
      return {
        icon: cross(),
        text: messages.closed(),
        more: restartView({ ...state, kind: 'used-up' }, context),
      }
    case 'expired':
      return {
        icon: clock(),
        text: messages.closed(),
        more: restartView({ ...state, kind: 'expired' }, context),
      }
  }
}

/** Whatever was chosen there, the shopper's bank may have no part in it. */
const isOnPage = ({ payment }: Extract<Result, { kind: 'unknown' }>): boolean => payment?.method === 'hosted'

const waitingText = (online: () => string): string =>
  messages.isOffline() ? messages.offlineWait() : online()

/** The panel during 3-D Secure, on PayKKa's page, or for another tab, with the next steps. */
function actionDetail(state: Extract<Result, { kind: 'action' }>, context: CheckoutContext): Detail {
  const { payment, checkout, elsewhere } = state
  const way = payment.method === 'hosted' ? factsOf(payment.way ?? PAYKKA).name : null
  const ways = (label: string) =>
    html`${continueLink(actionUrl(state), label)}${anotherWayView(payment, context)}`
  if (way !== null)
    return {
      icon: spinner(),
      title: messages.pageTitle(),
      text: messages.pageText(way),
      more: ways(messages.continueWith(way)),
    }
  return {
    icon: spinner(),
    text: elsewhere ? messages.elsewhere() : messages.action(),
    more: ways(messages.continueToBank()),
    ...(elsewhere && elsewhereTitle(checkout)),
  }
}

/** Names the card, because the shopper may have typed another one in this tab. */
function elsewhereTitle({ lastPayment }: PublicCheckout): { title: string } {
  const card = lastPayment?.card
  return { title: card ? messages.underWay(cardName(card)) : titles.elsewhere() }
}

/** The order is being paid with another checkout, which the shopper finds in the shop. */
const isSuperseded = ({ cancellationReason }: PublicCheckout): boolean => cancellationReason === 'superseded'

const backLink = ({ returnUrl }: PublicCheckout) =>
  continueLink(parseActionUrl(returnUrl), messages.backToShop())

function paidDetail(
  { checkout, payment }: Extract<Result, { kind: 'paid' }>,
  context: CheckoutContext,
): Detail {
  const sum = amountText(checkout.amount)
  const authorized = (payment ?? checkout).status === 'authorized'
  const text = authorized ? messages.authorized(sum) : messages.paid(sum)
  return { icon: check(), text, sums: [sum], more: receiptView(checkout, payment, context) }
}

const continueLink = (url: string | null, label: string) =>
  url ? html`<a class="primary" part="action-link" href=${url} .textContent=${label}></a>` : nothing
