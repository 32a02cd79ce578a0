/** A card that was opened already, from digits as a test writes them. */
import { DecryptedCard } from '../../src/cards/decrypted-card.ts'

export type TypedCard = {
  number: string
  expMonth: string
  expYear: string
  cvc: string
  holderName?: string | undefined
}

/** @returns a Visa card with its own bytes, so that wiping it leaves the test's constants alone */
export function decryptedCard({ number, cvc, ...rest }: TypedCard): DecryptedCard {
  return new DecryptedCard({ ...rest, number: Buffer.from(number), cvc: Buffer.from(cvc) }, 'visa')
}
