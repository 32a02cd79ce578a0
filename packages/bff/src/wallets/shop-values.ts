/** Shared by the settings of both wallets. */
import type { CardBrand } from '@paykka-checkout/shared-types'
import { isLiveHost } from '../domain/paykka-hosts.ts'

/** The shop's variables that the wallets use. */
export type ShopValues = {
  readonly PAYKKA_API_URL: URL
  readonly PAYKKA_MERCHANT_ID: string
  readonly PCI_DSS_ATTESTED: boolean
  readonly BFF_ALLOWED_ORIGINS: string[]
  readonly CARD_BRANDS: CardBrand[]
}

/** Who decrypts a wallet's tokens. */
export const DECRYPTION = ['gateway', 'merchant'] as const

/** Decrypted tokens bring card numbers onto the merchant's server, which means PCI DSS SAQ D. */
export function refuseUnattested(values: ShopValues): void {
  if (isLiveHost(values.PAYKKA_API_URL.href) && !values.PCI_DSS_ATTESTED)
    throw new Error(
      'merchant against a live PayKKa host needs PCI_DSS_ATTESTED=true (SAQ D: see docs/guides/security.md)',
    )
}

/** @returns the networks of the card brands that this wallet supports */
export function networksOf<N>(networks: Partial<Record<CardBrand, N>>, brands: CardBrand[]): N[] {
  const found = brands.flatMap((brand) => networks[brand] ?? [])
  if (found.length === 0) throw new Error('none of CARD_BRANDS is in this wallet')
  return found
}
