/** A card that was opened already, from digits as a test writes them. */
import { OpenedCard } from '../../src/cards/decrypted-card.ts'

export type TypedCard = {
  number: string
  expMonth: string
  expYear: string
  cvc: string
  holderName?: string | undefined
}

/** @returns a Visa card with bytes of its own, so that wiping it leaves the test’s constants alone */
export function openedCard({ number, cvc, ...rest }: TypedCard): OpenedCard {
  return new OpenedCard({ ...rest, number: Buffer.from(number), cvc: Buffer.from(cvc) }, 'visa')
}
