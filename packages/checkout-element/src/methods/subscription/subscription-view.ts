/** What the shopper subscribes to: name, price and interval, above the ways to pay. */
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import type { PublicCheckout } from '../../checkout/wire.ts'
import { shownLocale } from '../../locales/localization.ts'
import { amountText } from '../../ui/amount.ts'
import { sentence } from '../../ui/results/sentence.ts'
import * as messages from './subscription-messages.ts'

export const subscriptionStyles = css`
  .subscription {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 16px;
    min-block-size: 3em;
    margin: 0 0 16px;
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  .subscription > * {
    margin: 0;
    min-inline-size: 0;
  }
  .subscription-name {
    font-weight: 600;
  }
  .subscription-more {
    flex: 1 0 100%;
    color: var(--_muted);
    font-size: 0.875em;
  }
`

type Recurring = NonNullable<PublicCheckout['recurring']>

export function subscriptionView({ recurring, amount }: PublicCheckout): TemplateResult | typeof nothing {
  if (!recurring || (!recurring.label && !recurring.interval)) return nothing
  const later = amountText(recurring.amount ?? amount)
  const now = amountText(amount)
  const more = [intervalOf(recurring), later === now ? '' : messages.today(now)].filter(Boolean)
  return html`<div class="subscription" part="subscription">
    <p class="subscription-name" part="subscription-name" .textContent=${recurring.label ?? messages.subscription()}></p>
    <p part="subscription-price">${sentence(priceOf(recurring, later), [later])}</p>
    ${more.map((text) => html`<p class="subscription-more" part="subscription-more">${sentence(text, [now])}</p>`)}
  </div>`
}

function priceOf({ interval }: Recurring, amount: string): string {
  return interval?.count === 1 ? messages.per[interval.unit](amount) : amount
}

/** The interval, where the price does not name it. */
function intervalOf({ interval }: Recurring): string {
  if (!interval || interval.count === 1) return ''
  const format = { style: 'unit', unit: interval.unit, unitDisplay: 'long' } as const
  return messages.interval(interval.count.toLocaleString(shownLocale(), format))
}
