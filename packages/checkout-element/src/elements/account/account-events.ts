/** Events of `<paykka-saved-cards>`. Both events bubble and are composed. */
import type { PaykkaErrorEvent } from '../../events.ts'

const options = { bubbles: true, composed: true }

/** A saved card was removed. */
export class PaykkaCardRemovedEvent extends Event {
  /** The BFF's id of the card, `card_…`. */
  readonly cardId: string
  constructor(cardId: string) {
    super('paykka-card-removed', options)
    this.cardId = cardId
  }
}

/** The shopper ended recurring payments. */
export class PaykkaAgreementEndedEvent extends Event {
  /** The BFF's id of the agreement, `agr_…`. */
  readonly agreementId: string
  constructor(agreementId: string) {
    super('paykka-agreement-ended', options)
    this.agreementId = agreementId
  }
}

/** Every event of `<paykka-saved-cards>` by name. */
export type SavedCardsEventMap = {
  'paykka-card-removed': PaykkaCardRemovedEvent
  'paykka-agreement-ended': PaykkaAgreementEndedEvent
  'paykka-error': PaykkaErrorEvent
}

declare global {
  interface HTMLElementEventMap extends Omit<SavedCardsEventMap, 'paykka-error'> {}
}
