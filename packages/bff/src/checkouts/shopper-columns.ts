/** The shopper columns by which a checkout can be searched. */
import type { CreateCheckout } from '@paykka-checkout/shared-types'
import type { CheckoutRow } from '../database/tables.ts'
import { deriveId } from '../domain/trans-id.ts'

/** The only shop so far. */
const SHOP = 'default'

/** @param key of this deployment, so that nobody else can match a hash to an address */
export function shopperColumns(
  key: Uint8Array,
  shopper: CreateCheckout['shopper'],
): Pick<CheckoutRow, 'shop' | 'shopper_reference' | 'email_hash'> {
  const { reference, email } = shopper ?? {}
  return {
    shop: SHOP,
    shopper_reference: reference ?? null,
    email_hash: email === undefined ? null : emailHash(key, email),
  }
}

/** @returns a keyed hash that ignores the case of the address */
export function emailHash(key: Uint8Array, email: string): string {
  return deriveId(key, `e-mail\n${email.trim().toLowerCase()}`)
}

/** @returns a keyed hash of one pair of metadata */
export function metadataHash(key: Uint8Array, name: string, value: string): string {
  return deriveId(key, `metadata\n${JSON.stringify([name, value])}`)
}
