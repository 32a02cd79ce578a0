/** The emulator's own wallet keys, made at its start: Apple's and Google's signing side, PayKKa's opening side. */

import type { KeyObject } from 'node:crypto'
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Chain } from './certificates.ts'
import { createChain } from './certificates.ts'
import type { GoogleSigner } from './google-seal.ts'
import { createGoogleSigner } from './google-seal.ts'

/** A key pair on P-256. */
export interface Pair {
  publicKey: KeyObject
  privateKey: KeyObject
}

/** Everything wallets need. */
export interface WalletKeys {
  chain: Chain
  /** What Apple Pay tokens for PayKKa are encrypted to. */
  apple: Pair
  merchantIdentifier: string
  signer: GoogleSigner
  /** What Google Pay tokens for the gateway are encrypted to. */
  google: Pair
  /** Names a card with its cryptogram without keeping either. */
  mark(...parts: string[]): string
}

/** Google's signing keys end with the century, so that test clocks may run in any year. */
const KEY_EXPIRATION = Date.UTC(2099, 0)

/** Makes new keys; tokens of an earlier start are foreign afterwards. */
export async function createWalletKeys(): Promise<WalletKeys> {
  const secret = randomBytes(32)
  return {
    chain: await createChain(),
    apple: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    merchantIdentifier: 'merchant.emulator.paykka',
    signer: createGoogleSigner(KEY_EXPIRATION),
    google: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    mark: (...parts) => createHmac('sha256', secret).update(JSON.stringify(parts)).digest('hex'),
  }
}
