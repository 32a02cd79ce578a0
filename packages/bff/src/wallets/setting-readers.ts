/** What the readers of both wallets’ settings share. */
import type { CardBrand } from '@paykka-checkout/shared-types'
import type { Environment } from '../config/config-schema.ts'
import { isLiveHost } from '../domain/paykka-hosts.ts'

/** What of the rest of the configuration wallets depend on. */
export type WalletShop = { allowedOrigins: string[]; cardBrands: CardBrand[] }

/** @throws Error when the name is too long */
export function named(value: string | undefined, fallback: string, maxLength: number): string {
  const name = value ?? fallback
  if (name.length > maxLength) throw new Error(`must be at most ${maxLength} characters`)
  return name
}

/** Opened tokens put card numbers on the merchant’s own server, which is PCI DSS SAQ D. */
export function refuseUnattested(values: Environment): void {
  if (isLiveHost(values.PAYKKA_API_URL) && values.PCI_DSS_ATTESTED !== 'true')
    throw new Error(
      'merchant against a live PayKKa host needs PCI_DSS_ATTESTED=true (SAQ D: see docs/guides/security.md)',
    )
}
