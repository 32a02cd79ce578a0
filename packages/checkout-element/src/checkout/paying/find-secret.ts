/**
 * Finds a checkout's client secret after a return from the bank, in this or another tab. The secret gives access to this
 * one checkout only, and it is sent only to the BFF that issued it.
 */

import { parseBffUrl } from '../addresses.ts'
import { returnedCheckout } from '../returned-checkout.ts'

/** A stored secret. `until` is in Unix milliseconds. */
export type Kept = { secret: string; bffUrl: string; until: number }

/** Prefix of the storage keys; the checkout's id follows. */
export const PREFIX = 'paykka-checkout:secret:'

/** The secret of the checkout in the page's address for this BFF, unless it has expired. @param now Unix milliseconds */
export function findSecret(bffUrlText: string, now: number): string | null {
  const kept = attempt(() => parseStored(localStorage.getItem(PREFIX + returnedCheckout())))
  return kept && kept.bffUrl === parseBffUrl(bffUrlText) && kept.until >= now ? kept.secret : null
}

/** A stored secret, or `null` for other content. @throws {SyntaxError} when the text is no JSON */
export function parseStored(text: string | null): Kept | null {
  const kept = JSON.parse(text ?? 'null') as Kept | null
  return typeof kept?.secret === 'string' && typeof kept.until === 'number' ? kept : null
}

/** Storage may be full, forbidden, or hold other content. None of this may stop a payment. */
export function attempt<T>(action: () => T): T | null {
  try {
    return action()
  } catch {
    return null
  }
}
