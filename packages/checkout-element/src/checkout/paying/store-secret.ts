/** Stores a checkout's client secret from the payment until some time after the end. */
import type { Access } from '../bff-client.ts'
import type { PublicCheckout } from '../wire.ts'
import type { Kept } from './find-secret.ts'
import { attempt, PREFIX, parseStored } from './find-secret.ts'

/** How long after its end a reload still shows the checkout. Milliseconds. */
export const SHOW_AGAIN_MS = 30 * 60_000

/** Stores the secret. If the browser forbids storage, only this convenience is lost. @param until Unix milliseconds */
export function storeSecret(checkout: string, access: Access, until: number): void {
  const kept: Kept = { secret: access.clientSecret, bffUrl: access.bffUrl, until }
  attempt(() => localStorage.setItem(PREFIX + checkout, JSON.stringify(kept)))
}

/** Stores the secret until the checkout has expired and its end need not be shown again. */
export const storeSecretUntilShown = ({ id, expiresAt }: PublicCheckout, access: Access): void =>
  storeSecret(id, access, Date.parse(expiresAt) + SHOW_AGAIN_MS)

/** Shortens the storage to the time in which a reload shows the end. @param now Unix milliseconds */
export function shortenStorage(checkout: string, now: number): void {
  const kept = attempt(() => parseStored(localStorage.getItem(PREFIX + checkout)))
  if (kept) storeSecret(checkout, { ...kept, clientSecret: kept.secret }, now + SHOW_AGAIN_MS)
}

/** Removes every expired secret. @param now Unix milliseconds */
export function sweepSecrets(now: number): void {
  const keys = attempt(() => Object.keys(localStorage)) ?? []
  for (const key of keys.filter((each) => each.startsWith(PREFIX))) {
    const kept = attempt(() => parseStored(localStorage.getItem(key)))
    if (!kept || kept.until < now) attempt(() => localStorage.removeItem(key))
  }
}
