/** Fetches the code for contacts, delivery and coupons, ahead of a sheet that has them. */
import type { WalletOptions } from './wallet-options.ts'

export type Talk = typeof import('./talk.ts')

export const loadTalk = (): Promise<Talk> => import('./talk.ts')

/** A failure is met where the code is used. */
export function expectTalk({ shipping, billing, contact, coupons }: WalletOptions): void {
  if (shipping || billing || contact || coupons) void loadTalk().catch(() => undefined)
}
