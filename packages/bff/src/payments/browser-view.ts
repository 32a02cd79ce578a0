/** The checkout as the shopper's browser sees it: the ways to pay, and the result of the last attempt. */
import type { PublicCheckout } from '@paykka-checkout/shared-types'
import type { CardKeys } from '../cards/card-keys.ts'
import type { Vault } from '../cards/vault.ts'
import { readDetails } from '../checkouts/checkout-details.ts'
import type { Offer } from '../checkouts/checkout-view.ts'
import { publicCheckout } from '../checkouts/checkout-view.ts'
import type { Database } from '../database/database.ts'
import { findLastPayment, readCheckoutHistory } from '../database/payment-rows.ts'
import type { CheckoutRow } from '../database/tables.ts'
import { triesLeft } from '../limits/tries.ts'
import { knownCards } from './saved-cards/saved-cards.ts'

type BrowserCheckoutParts = {
  database: Database
  vault: Vault
  cardKeys: CardKeys
  offer: Offer
  /** Unix milliseconds. */
  now(): number
  /** Like `now`, for decisions that end something; 0 until PayKKa has confirmed the time. */
  provenNow(): number
}

export async function browserCheckout(
  parts: BrowserCheckoutParts,
  row: CheckoutRow,
): Promise<PublicCheckout & { triesLeft: number }> {
  const last = await findLastPayment(parts.database.db, row.id)
  const reference = readDetails(row).shopper?.reference
  const cards = reference ? await knownCards(parts, reference) : []
  const moment = { now: parts.now(), provenNow: parts.provenNow() }
  const view = publicCheckout(row, last, await parts.cardKeys.current(), parts.offer, cards, moment)
  return { ...view, triesLeft: triesLeft(last ? await readCheckoutHistory(parts.database.db, row.id) : []) }
}
