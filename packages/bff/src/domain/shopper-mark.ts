/** What stands for a shopper who was erased. Only a holder of the key can tell whom it means, and only by trying names. */
import { deriveId } from './trans-id.ts'

/** @param key of this deployment */
export function shopperHash(key: Uint8Array, reference: string): string {
  return deriveId(key, `shopper\n${reference}`)
}

/** @returns what replaces the reference, so that the payments of one shopper still belong together */
export const pseudonymOf = (hash: string): string => `erased_${hash}`

/** @returns tells two keys apart, so that marks of another deployment are not taken for ours */
export function keyMark(key: Uint8Array): string {
  return deriveId(key, 'key').slice(0, 8)
}
