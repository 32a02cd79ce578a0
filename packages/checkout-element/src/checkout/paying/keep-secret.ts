/** Keeps a checkout’s client secret from the moment of paying until a while after the end. */
import type { Access } from '../bff-client.ts'
import type { PublicCheckout } from '../wire.ts'
import type { Kept } from './kept-secret.ts'
import { attempt, PREFIX, parseKept } from './kept-secret.ts'

/** How long past its end a checkout can still be shown again by reloading the page. */
export const SHOW_AGAIN_MS = 30 * 60_000

/** Keeps the secret until the given time. A browser that forbids storage only loses the comfort. */
export function keepSecret(checkout: string, access: Access, until: number): void {
  const kept: Kept = { secret: access.clientSecret, bffUrl: access.bffUrl, until }
  attempt(() => localStorage.setItem(PREFIX + checkout, JSON.stringify(kept)))
}

/** Keeps the secret as long as an open checkout can still be paid, and its end be shown again. */
export const keepUntilShown = ({ id, expiresAt }: PublicCheckout, access: Access): void =>
  keepSecret(id, access, Date.parse(expiresAt) + SHOW_AGAIN_MS)

/** Shortens how long it is kept: the end can be shown on a reload, and no longer. */
export function shortenKeeping(checkout: string, now: number): void {
  const kept = attempt(() => parseKept(localStorage.getItem(PREFIX + checkout)))
  if (kept) keepSecret(checkout, { ...kept, clientSecret: kept.secret }, now + SHOW_AGAIN_MS)
}

/** Removes every secret whose time is over. @param now Unix milliseconds */
export function sweepSecrets(now: number): void {
  const keys = attempt(() => Object.keys(localStorage)) ?? []
  for (const key of keys.filter((each) => each.startsWith(PREFIX))) {
    const kept = attempt(() => parseKept(localStorage.getItem(key)))
    if (!kept || kept.until < now) attempt(() => localStorage.removeItem(key))
  }
}
