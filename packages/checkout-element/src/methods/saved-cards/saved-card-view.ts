/** A saved card in one line: its logo, its name, and its expiry date. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { brandLogo } from '../../card/form/brand-logos.ts'
import type { StoredCard } from '../../checkout/wire.ts'
import { expiryOf, isExpired, knownBrand, nameOf } from './saved-card.ts'
import { expired, expires } from './saved-card-messages.ts'

/** @param now the server's time, Unix milliseconds */
export function cardView(card: StoredCard, now: number): TemplateResult {
  const date = expiryOf(card)
  return html`${brandLogo(knownBrand(card))}
    <span class="saved-text">
      <span part="saved-card-name" .textContent=${nameOf(card)}></span>
      ${date ? expiryView(date, isExpired(card, now)) : nothing}
    </span>`
}

const expiryView = (date: string, over: boolean): TemplateResult =>
  html`<span class="saved-expiry" part="saved-card-expiry" ?data-expired=${over}
    .textContent=${over ? expired(date) : expires(date)}></span>`
