/** Sends the shopper to a page where they pay. */
import { parseActionUrl } from '../checkout/addresses.ts'
import type { CheckoutContext } from '../checkout/checkout-context.ts'
import { checkoutOf } from '../checkout/checkout-state.ts'
import type { DeferredCode } from '../checkout/deferred-code.ts'
import { CheckoutError } from '../errors.ts'

/**
 * Keeps the secret for the return, then goes. The permission to pay is given back, because shoppers also return without
 * having paid, by the browser's back button. With `null` they stay.
 */
export async function leavePage(
  address: string | null,
  { checkout, environment }: CheckoutContext,
  { load }: Pick<DeferredCode, 'load'>,
): Promise<void> {
  const url = parseActionUrl(address ?? '')
  const deferred = await load().catch(() => null)
  const paid = checkoutOf(checkout.state)
  const { access } = checkout
  const refused = address !== null && !url
  checkout.giveBack(refused ? new CheckoutError('action_url_refused') : null)
  if (!url || !deferred || !paid || !access) return
  deferred.storeSecretUntilShown(paid, access)
  environment.navigate(url)
}
