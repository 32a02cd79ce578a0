/** The pseudonym of an erased shopper. Only a holder of the key can match it to a reference, by trying. */
import { deriveId } from './trans-id.ts'

/** @param key of this deployment */
export function shopperHash(key: Uint8Array, reference: string): string {
  return deriveId(key, `shopper\n${reference}`)
}

/** @returns the replacement of the reference, which keeps the payments of one shopper together */
export const pseudonymOf = (hash: string): string => `erased_${hash}`

/** @returns an id of the key, so that hashes of another deployment are recognized */
export function keyMark(key: Uint8Array): string {
  return deriveId(key, 'key').slice(0, 8)
}
