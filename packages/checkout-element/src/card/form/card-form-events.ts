/** Events of the card form. They neither bubble nor cross a shadow root. */
import type { CardStatus } from '../entry/card-entry.ts'
import { isImeKey } from './ime-key.ts'

/** Something in the form changed. */
export class CardChangeEvent extends Event {
  readonly status: CardStatus
  constructor(status: CardStatus) {
    super('card-change')
    this.status = status
  }
}

/** The shopper pressed Enter in a field. */
export class CardSubmitEvent extends Event {
  constructor() {
    super('card-submit')
  }
}

/** Enter in a field requests the payment. */
export function submitOnEnter(event: KeyboardEvent, form: EventTarget): void {
  if (event.key !== 'Enter' || isImeKey(event) || event.repeat) return
  event.preventDefault()
  form.dispatchEvent(new CardSubmitEvent())
}
