/** Loads the code for contacts, delivery and coupons before a sheet needs it. */
import type { WalletOptions } from './wallet-options.ts'

export type ContactCode = typeof import('./contact-code.ts')

export const loadContactCode = (): Promise<ContactCode> => import('./contact-code.ts')

/** Ignores a failure: the caller that needs the code handles it. */
export function prefetchContactCode({ shipping, billing, contact, coupons }: WalletOptions): void {
  if (shipping || billing || contact || coupons) void loadContactCode().catch(() => undefined)
}
