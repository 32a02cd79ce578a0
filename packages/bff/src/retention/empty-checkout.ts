/** Takes the personal data out of a checkout, wherever the ledger keeps it. The money stays as it is. */
import { updateCheckout } from '../database/checkout-rows.ts'
import type { Queries } from '../database/database.ts'
import { emptyAttempts, emptyConsents, listStoredJson } from '../database/personal-rows.ts'
import type { CheckoutRow } from '../database/tables.ts'
import type { Forgetting } from './without-person.ts'
import { bareAddress, withoutPerson } from './without-person.ts'

/**
 * In one transaction with what makes it necessary.
 * @param now Unix milliseconds
 * @returns how many consents lost their words
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
    // Of what the shop sent, names included: who guesses them could prove them.
    charge_hash: null,
    emptied_at: now,
  })
  await emptyAttempts(tx, checkout.id)
  for (const { text, save } of await listStoredJson(tx, checkout))
    await save(JSON.stringify(withoutPerson(JSON.parse(text), how)))
  return emptyConsents(tx, checkout.id, named)
}
