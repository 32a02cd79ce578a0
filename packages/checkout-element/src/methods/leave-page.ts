/** Sends the shopper to a page where they pay. */
import { parseActionUrl } from '../checkout/addresses.ts'
import { checkoutOf } from '../checkout/checkout-state.ts'
import { CheckoutError } from '../errors.ts'
import type { MethodsHost } from './method-context.ts'

/**
 * Keeps the secret for the way back, then goes. The permission to pay is given back: shoppers return without having
 * paid, too, by the browser’s own button. With `null` they stay.
 */
export async function leave(
  address: string | null,
  { checkout: controller, environment }: MethodsHost,
): Promise<void> {
  const url = parseActionUrl(address ?? '')
  const later = await environment.loadLater().catch(() => null)
  const checkout = checkoutOf(controller.state)
  const { access } = controller
  const refused = address !== null && !url
  controller.giveBack(refused ? new CheckoutError('action_url_refused') : null)
  if (!url || !later || !checkout || !access) return
  later.keepUntilShown(checkout, access)
  environment.navigate(url)
}
