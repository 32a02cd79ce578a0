/** A shop that opens wallet tokens itself: its keys, its trust in the emulator's roots, tokens made for it. */
import { createPublicKey } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Emulator } from '@paykka-checkout/emulator'
import { APPLE_MERCHANT, appleProcessingPair, googleKey } from './wallet-keys.ts'
import { WALLETS } from './wallets.ts'

type Roots = { applePay: { rootCertificate: string }; googlePay: { rootKeys: unknown } }

export type Merchant = {
  env: Record<string, string>
  envOf: (emulator: Emulator) => Promise<Record<string, string>>
  /** For `appleToken`. */
  apple: { recipient: { publicKey: string; merchantIdentifier: string } }
  /** For `googleToken`. */
  google: { merchantId: string; tokenizationSpecification: unknown }
}

/** @param name each name has keys that no other has */
export async function createMerchant(name?: string): Promise<Merchant> {
  const pair = await appleProcessingPair()
  const key = googleKey(name)
  const point = createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-65).toString('base64')
  return {
    env: {
      APPLE_PAY_DECRYPTION: 'merchant',
      APPLE_PAY_PROCESSING_CERTIFICATE: pair.certificate,
      APPLE_PAY_PROCESSING_KEY: pair.key,
      GOOGLE_PAY_DECRYPTION: 'merchant',
      GOOGLE_PAY_PRIVATE_KEY: key,
    },
    envOf: trustEmulator,
    apple: { recipient: { publicKey: pair.publicKey, merchantIdentifier: APPLE_MERCHANT } },
    google: {
      merchantId: WALLETS.GOOGLE_PAY_MERCHANT_ID,
      tokenizationSpecification: {
        type: 'DIRECT',
        parameters: { protocolVersion: 'ECv2', publicKey: point },
      },
    },
  }
}

async function trustEmulator(emulator: Emulator): Promise<Record<string, string>> {
  const roots = (await (await fetch(`${emulator.url}/emulator/wallets`)).json()) as Roots
  const folder = mkdtempSync(join(tmpdir(), 'paykka-roots-'))
  const [apple, google] = [join(folder, 'apple.pem'), join(folder, 'google.json')]
  writeFileSync(apple, roots.applePay.rootCertificate)
  writeFileSync(google, JSON.stringify(roots.googlePay.rootKeys))
  return { APPLE_PAY_ROOT_CERTIFICATE_FILE: apple, GOOGLE_PAY_ROOT_KEYS_FILE: google }
}
