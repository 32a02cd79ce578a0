/** The lists of an account page: saved cards, and recurring payments with a button that ends them. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { StoredCard } from '../../checkout/wire.ts'
import type { Confirmation, ConfirmationWords } from '../../methods/saved-cards/confirmation.ts'
import { confirmationOf } from '../../methods/saved-cards/removal-words.ts'
import { nameOf } from '../../methods/saved-cards/saved-card.ts'
import { savedCards } from '../../methods/saved-cards/saved-card-messages.ts'
import { cardView } from '../../methods/saved-cards/saved-card-view.ts'
import * as messages from './account-messages.ts'
import type { Account, Agreement } from './account-wire.ts'

export type AccountParts = { account: Account; locale: string; removal: Confirmation; ending: Confirmation }

export const accountView = (parts: AccountParts): TemplateResult =>
  html`<h2 id="cards" part="heading">${savedCards()}</h2>
    ${parts.account.cards.length === 0 ? html`<p class="none" part="empty">${messages.none()}</p>` : cardList(parts)}
    ${parts.account.agreements.length === 0 ? nothing : agreementList(parts)}`

const cardList = ({ account, removal }: AccountParts): TemplateResult =>
  html`<ul class="saved-list" part="saved-cards" aria-labelledby="cards">
    ${account.cards.map((card) => cardRow(card, Date.parse(account.serverTime), removal))}
  </ul>`

function cardRow(card: StoredCard, now: number, removal: Confirmation): TemplateResult {
  const words = confirmationOf(nameOf(card))
  return html`<li class="saved-row" part="saved-card">
    <span class="saved-what">${cardView(card, now)}</span>
    ${removal.button(card.id, words)} ${removal.question(card.id, words)}
  </li>`
}

const agreementList = ({ account, locale, ending }: AccountParts): TemplateResult =>
  html`<h2 id="agreements" part="heading">${messages.agreements()}</h2>
    <ul class="saved-list" part="agreements" aria-labelledby="agreements">
      ${account.agreements.map((agreement) => agreementRow(agreement, locale, ending))}
    </ul>`

function agreementRow(agreement: Agreement, locale: string, ending: Confirmation): TemplateResult {
  const words = endingOf(agreement)
  const card = agreement.card ? messages.chargedTo(nameOf(agreement.card)) : ''
  return html`<li class="saved-row" part="agreement">
    <span class="saved-what"><span class="saved-text">
      <span part="agreement-name" .textContent=${messages.agreementName(agreement.type)}></span>
      <span class="saved-expiry" .textContent=${card}></span>
      <span class="saved-expiry" .textContent=${messages.since(dayOf(agreement.createdAt, locale))}></span>
    </span></span>
    ${ending.button(agreement.id, words)} ${ending.question(agreement.id, words)}
  </li>`
}

const dayOf = (moment: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(moment))

const endingOf = ({ type }: Agreement): ConfirmationWords => ({
  open: messages.end(),
  openLabel: messages.endNamed(messages.agreementName(type)),
  ask: messages.endAsk(),
  note: messages.endNote(),
  yes: messages.endYes(),
  no: messages.keepPaying(),
  failed: messages.endFailed(),
})
