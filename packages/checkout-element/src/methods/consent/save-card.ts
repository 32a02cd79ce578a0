/** Asks whether the card may be saved, or says that it will be, and sends these words to the BFF. */
import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import type { PublicCheckout } from '../../checkout/wire.ts'
import { ExtraTexts } from '../../locales/extra-texts.ts'
import type { PayWith } from '../pay-method.ts'
import * as messages from './consent-messages.ts'

export const saveCardStyles = css`
  .save-card {
    order: 1;
    flex: 1 0 100%;
    display: flex;
    align-items: start;
    gap: 10px;
    margin: 0 0 14px;
    font-size: 0.875em;
    line-height: 1.4;
  }
  label.save-card {
    min-block-size: 44px;
    padding-block: 8px;
    margin-block-end: 6px;
    cursor: pointer;
  }
  p.save-card {
    color: var(--_muted);
  }
  .save-card input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--_brand);
  }
`

/** Whether a checkout can save the card. */
export const keepsCard = ({ saveCard, recurring }: PublicCheckout): boolean =>
  saveCard !== 'off' || recurring !== undefined

export class SaveCard {
  readonly #requestUpdate: () => void
  readonly #texts: ExtraTexts
  #agreed = false
  /** The words as shown on the page: the evidence of consent. */
  #shown: { text: string; locale: string } | null = null

  constructor(requestUpdate: () => void) {
    this.#requestUpdate = requestUpdate
    this.#texts = new ExtraTexts(requestUpdate)
  }

  /** Shown under the card form. A box that was ticked before the payment failed stays ticked. */
  render(checkout: PublicCheckout, locale: string, locked: boolean): TemplateResult | typeof nothing {
    void this.#texts.follow(locale)
    if (!keepsCard(checkout)) return nothing
    const text = wordsFor(checkout)
    this.#shown = { text, locale: this.#texts.shownLocale }
    if (!isAsked(checkout)) return html`<p class="save-card" part="save-card" .textContent=${text}></p>`
    return html`<label class="save-card" part="save-card">
      <input type="checkbox" part="save-card-box" .checked=${this.#agreed} ?disabled=${locked} @change=${this.#onChange} />
      <span .textContent=${text}></span>
    </label>`
  }

  /** Sent with the payment: the consent that the shopper gave, by the box or by paying. */
  answer(checkout: PublicCheckout): Pick<PayWith, 'saveCard' | 'consent'> {
    if (!keepsCard(checkout) || !this.#shown) return {}
    if (isAsked(checkout) && !this.#agreed) return { saveCard: false }
    return { saveCard: true, consent: this.#shown }
  }

  reset(): void {
    this.#agreed = false
    this.#requestUpdate()
  }

  #onChange = (event: Event): void => {
    this.#agreed = (event.target as HTMLInputElement).checked
    this.#requestUpdate()
  }
}

const isAsked = ({ saveCard, recurring }: PublicCheckout): boolean => saveCard === 'ask' && !recurring

function wordsFor(checkout: PublicCheckout): string {
  if (checkout.recurring) return messages.recurring()
  return isAsked(checkout) ? messages.ask() : messages.always()
}
