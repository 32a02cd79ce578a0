/**
 * One attempt to pay has one idempotency key until its outcome is known: in memory for a lost answer, in sessionStorage
 * for a reload. The key is not secret.
 */
import type { PayRequest, PublicCheckout } from '../wire.ts'

/** An attempt whose outcome is open. `after` is the number of the checkout's last attempt before it. */
export type Attempt = { key: string; after: number; repeats: boolean; request: PayRequest }

type Kept = { key: string; after: number }

const PREFIX = 'paykka-checkout:attempt:'

/** True when the BFF shows no attempt newer than those before this one. */
export const isUnseen = (attempt: { after: number }, checkout: PublicCheckout): boolean =>
  checkout.status === 'open' && (checkout.lastPayment?.attempt ?? 0) <= attempt.after

/** The attempt that a reload interrupted, if the BFF has not seen it yet. Its key must be used again. */
export function findAttempt(checkout: PublicCheckout): Kept | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PREFIX + checkout.id) ?? 'null') as Kept | null
    if (typeof kept?.key !== 'string' || typeof kept.after !== 'number') return null
    return isUnseen(kept, checkout) ? kept : null
  } catch {
    return null
  }
}

/** Stores the key before the first byte is sent. */
export function storeAttempt(checkoutId: string, { key, after }: Attempt): void {
  try {
    sessionStorage.setItem(PREFIX + checkoutId, JSON.stringify({ key, after }))
  } catch {
    // Without storage a reload cannot reuse the key. The BFF still allows only one active attempt per checkout.
  }
}

/** Forgets the key once the outcome is certain. */
export function forgetAttempt(checkoutId: string): void {
  try {
    sessionStorage.removeItem(PREFIX + checkoutId)
  } catch {
    // Nothing was stored.
  }
}
