/** Removes the personal data of a checkout from every table. Sums and statuses stay. */
import { updateCheckout } from '../database/checkout-rows.ts'
import type { Queries } from '../database/database.ts'
import { emptyAttempts, emptyConsents, listStoredJson } from '../database/personal-rows.ts'
import type { CheckoutRow } from '../database/tables.ts'
import type { Forgetting } from './without-person.ts'
import { bareAddress, withoutPerson } from './without-person.ts'

/**
 * Runs in the transaction of its cause.
 * @param now Unix milliseconds
 * @returns the number of consents that lost their text
 */
export async function emptyCheckout(
  tx: Queries,
  checkout: CheckoutRow,
  how: Forgetting,
  now: number,
): Promise<number> {
  const { pseudonym } = how
  const named = pseudonym === undefined ? {} : { shopper_reference: pseudonym }
  await updateCheckout(tx, checkout.id, {
    ...(checkout.shopper_reference === null ? {} : named),
    details: JSON.stringify(withoutPerson(JSON.parse(checkout.details), how)),
    return_url: bareAddress(checkout.return_url),
    email_hash: null,
    // A hash of the shop's data, including names: a guess could be confirmed by it.
    charge_hash: null,
    emptied_at: now,
  })
  await emptyAttempts(tx, checkout.id)
  for (const { text, save } of await listStoredJson(tx, checkout))
    await save(JSON.stringify(withoutPerson(JSON.parse(text), how)))
  return emptyConsents(tx, checkout.id, named)
}
