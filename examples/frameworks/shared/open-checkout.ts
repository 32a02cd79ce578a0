/** Gets a checkout to pay from the shop's own server. The browser never sees the secret key, and never names an amount. */

/** What `<paykka-checkout>` needs. Without a client secret it finds the one it kept before the trip to the bank. */
export type CheckoutAccess = { bffUrl: string; clientSecret?: string }

/** A shopper who comes back from the bank (`?checkout=chk_…`) goes on with the checkout they have. */
export async function openCheckout(page: string): Promise<CheckoutAccess> {
  const isReturn = new URLSearchParams(location.search).has('checkout')
  const response = await fetch(`/checkouts/${page}`, { method: isReturn ? 'GET' : 'POST' })
  if (!response.ok) throw new Error(`The shop’s server answered ${response.status}.`)
  return (await response.json()) as CheckoutAccess
}

/** A text of the shop's own; every message of the element can be rewritten like this. */
export const MESSAGES = { encrypted: 'We never see your card number.' }
