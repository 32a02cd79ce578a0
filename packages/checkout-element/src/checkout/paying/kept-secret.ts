/**
 * Finds a checkout’s client secret again after the trip to the bank and back, in this or another tab.
 * It opens this one checkout and nothing else, and it goes only to the BFF it came from.
 */

import { parseBffUrl } from '../addresses.ts'
import { returnedCheckout } from '../returned-checkout.ts'

/** What is kept. */
export type Kept = { secret: string; bffUrl: string; until: number }

/** Before each checkout’s id. */
export const PREFIX = 'paykka-checkout:secret:'

/** The secret kept for the checkout in the page's address and this BFF, if its time is not over. @param now Unix milliseconds */
export function keptSecret(bffUrlText: string, now: number): string | null {
  const kept = attempt(() => parseKept(localStorage.getItem(PREFIX + returnedCheckout())))
  return kept && kept.bffUrl === parseBffUrl(bffUrlText) && kept.until >= now ? kept.secret : null
}

/** What was kept, or `null` for another's text. @throws {SyntaxError} for what is no JSON */
export function parseKept(text: string | null): Kept | null {
  const kept = JSON.parse(text ?? 'null') as Kept | null
  return typeof kept?.secret === 'string' && typeof kept.until === 'number' ? kept : null
}

/** Storage may be full, forbidden, or hold another’s text; none of that may stop a payment. */
export function attempt<T>(action: () => T): T | null {
  try {
    return action()
  } catch {
    return null
  }
}
