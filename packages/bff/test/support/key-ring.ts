/** A ring with keys made by a test. */
import type { KeyPairKeyObjectResult } from 'node:crypto'
import type { KeyRing } from '../../src/config/key-ring.ts'

/** @returns a ring that signs with the pair and verifies with it; it never changes */
export function ringOf({ privateKey, publicKey }: KeyPairKeyObjectResult): KeyRing {
  const keys = { privateKey, platformKeys: [publicKey] }
  return { current: () => keys, reload: () => {}, files: () => [] }
}
