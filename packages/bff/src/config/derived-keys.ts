/** Values derived from the configuration: keys from `BFF_MASTER_KEY`, and the longest time of one request. */
import { deriveKey } from '../cards/card-keys.ts'
import { Vault } from '../cards/vault.ts'
import type { Config } from './config.ts'

/** @returns what encrypts PayKKa's tokens at rest */
export function createVault(config: Pick<Config, 'masterKey'>): Vault {
  return new Vault(deriveKey(config.masterKey, 'tokens'))
}

/** @returns the key that `trans_id`s are derived with */
export function transIdKey(config: Pick<Config, 'masterKey'>): Uint8Array {
  return deriveKey(config.masterKey, 'trans-id')
}

/** @returns the key that signs the new start of the audit record after its oldest entries were deleted */
export function auditKey(config: Pick<Config, 'masterKey'>): Uint8Array {
  return deriveKey(config.masterKey, 'audit-marker')
}

/** @returns the key that hides whom an erasure means */
export function erasureKey(config: Pick<Config, 'masterKey'>): Uint8Array {
  return deriveKey(config.masterKey, 'erasures')
}

/** @returns milliseconds: one try, one more after a proven failure to send, and some slack */
export function sendWindowMs(config: Pick<Config, 'paykka'>): number {
  return 2 * config.paykka.timeoutMs + 5000
}
