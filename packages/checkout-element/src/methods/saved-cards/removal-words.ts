/** Texts of the question before a saved card is removed. */
import { svg } from 'lit'
import { icon } from '../../ui/icons.ts'
import type { ConfirmationWords } from './confirmation.ts'
import * as messages from './saved-card-messages.ts'

const bin = icon(
  svg`<path d="M3.500 5.500h13M8 5V3h4v2M5 5.500l.8 11.500h8.400L15 5.500M8.500 9v5M11.500 9v5" />`,
)

/** @param card its name, for example `Visa ending in 4242` */
export const confirmationOf = (card: string): ConfirmationWords => ({
  open: messages.remove(),
  openLabel: messages.removeCard(card),
  sign: bin,
  ask: messages.removeAsk(card),
  note: messages.removeNote(),
  yes: messages.removeYes(),
  no: messages.keepCard(),
  failed: messages.removeFailed(),
})
