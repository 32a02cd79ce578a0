/** What is asked before a saved card is removed. */
import type { ConfirmationWords } from './confirmation.ts'
import * as messages from './messages.ts'

/** @param card its name, for example `Visa ending in 4242` */
export const confirmationOf = (card: string): ConfirmationWords => ({
  open: messages.remove(),
  openLabel: messages.removeCard(card),
  ask: messages.removeAsk(card),
  note: messages.removeNote(),
  yes: messages.removeYes(),
  no: messages.keepCard(),
  failed: messages.removeFailed(),
})
