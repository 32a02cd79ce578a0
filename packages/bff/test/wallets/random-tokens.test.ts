/** Whatever a browser sends as a token: it is refused as one, or it opens to the card that Apple or Google put in. */
import { createHash, X509Certificate } from 'node:crypto'
import type { Chain } from '@paykka-checkout/emulator/wallets'
import {
  createChain,
  createGoogleSigner,
  keyHash,
  sealApple,
  sealGoogle,
  toPem,
} from '@paykka-checkout/emulator/wallets'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { readAppleToken } from '../../src/wallets/apple-pay/apple-token.ts'
import { decryptAppleToken } from '../../src/wallets/apple-pay/decrypt-apple-token.ts'
import { decryptGoogleToken } from '../../src/wallets/google-pay/decrypt-google-token.ts'
import { readGoogleToken } from '../../src/wallets/google-pay/google-token.ts'
import { WalletTokenError } from '../../src/wallets/token-error.ts'
import type { WalletCard } from '../../src/wallets/wallet-card.ts'
import { ecPair } from '../support/keys.ts'
import { MEMBERS } from './wallet-tokens.ts'

/** Many runs on a busy machine. */
const TIMEOUT = { timeout: 60_000 }

const NOW = Date.UTC(2026, 5, 1, 12)
const MERCHANT = 'merchant.example.shop'
const own = ecPair('own')
const signer = createGoogleSigner(NOW + 86_400_000)

let chain: Chain
let appleText: string
let googleText: string
beforeAll(async () => {
  chain = await createChain()
  const payload = {
    applicationPrimaryAccountNumber: '4242424242424242',
    applicationExpirationDate: '311231',
    currencyCode: '978',
    transactionAmount: 1099,
    paymentDataType: '3DSecure',
    paymentData: { onlinePaymentCryptogram: 'AMwBRjPWDnAgAA7Rls7mAoABFA==' },
  }
  const recipient = { publicKey: own.publicKey, merchantIdentifier: MERCHANT }
  const at = { now: NOW, transactionId: 'ab'.repeat(32) }
  appleText = JSON.stringify({ paymentData: await sealApple(payload, recipient, chain, at) })
  const message = {
    messageExpiration: String(NOW + 1),
    paymentMethod: 'CARD',
    paymentMethodDetails: {
      authMethod: 'PAN_ONLY',
      pan: '4242424242424242',
      expirationMonth: 12,
      expirationYear: 2031,
    },
  }
  const shop = { publicKey: own.publicKey, recipientId: 'merchant:1' }
  googleText = JSON.stringify(sealGoogle(message, shop, signer))
})

const openApple = (token: unknown) =>
  decryptAppleToken(readAppleToken(token), {
    keys: [
      {
        privateKey: own.privateKey,
        publicKeyHash: keyHash(own.publicKey),
        merchantIdentifierHash: createHash('sha256').update(MERCHANT).digest('hex'),
      },
    ],
    roots: [new X509Certificate(toPem(chain.root.certificate))],
    amount: { value: 1099, currency: 'EUR' },
    now: NOW,
  })

const openGoogle = async (token: string) =>
  decryptGoogleToken(readGoogleToken(token), {
    keys: [own.privateKey],
    recipientId: 'merchant:1',
    roots: [{ key: signer.rootPublicKey, expiresAt: NOW + 1 }],
    now: NOW,
  })

/** @returns the card, or null when it was refused; any other error is a mistake */
async function cardOf(open: () => Promise<WalletCard>): Promise<string | null> {
  try {
    return (await open()).toJsonMembers(MEMBERS, 'x').toString()
  } catch (error) {
    if (error instanceof WalletTokenError) return null
    throw error
  }
}

/** Puts another character in one place, cuts there, or doubles the character there. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  how: fc.oneof(fc.constant('cut'), fc.constant('double'), fc.string({ minLength: 1, maxLength: 2 })),
})

function damaged(text: string, { at, how }: { at: number; how: string }): string {
  const index = Math.floor(at * text.length)
  if (how === 'cut') return text.slice(0, index) + text.slice(index + 1)
  if (how === 'double') return text.slice(0, index) + text.slice(index - 1)
  return text.slice(0, index) + how + text.slice(index + 1)
}

describe('tokens made up', () => {
  it('Apple: any JSON is refused', TIMEOUT, () =>
    fc.assert(
      fc.asyncProperty(fc.json(), async (json) => {
        const value: unknown = JSON.parse(json)
        for (const token of [value, { paymentData: value }])
          expect(await cardOf(async () => openApple(token))).toBeNull()
      }),
      { numRuns: 200 },
    ),
  )

  it('Google: any text is refused', TIMEOUT, () =>
    fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        expect(await cardOf(() => openGoogle(text))).toBeNull()
      }),
      { numRuns: 300 },
    ),
  )
})

describe('genuine tokens with one place changed', () => {
  it('Apple: are refused, or open to the same card', TIMEOUT, async () => {
    const genuine = await cardOf(async () => openApple(JSON.parse(appleText)))
    await fc.assert(
      fc.asyncProperty(damage, async (change) => {
        const card = await cardOf(async () => openApple(parse(damaged(appleText, change))))
        expect([null, genuine]).toContain(card)
      }),
      { numRuns: 300 },
    )
  })

  it('Google: are refused, or open to the same card', TIMEOUT, async () => {
    const genuine = await cardOf(() => openGoogle(googleText))
    await fc.assert(
      fc.asyncProperty(damage, async (change) => {
        expect([null, genuine]).toContain(await cardOf(() => openGoogle(damaged(googleText, change))))
      }),
      { numRuns: 300 },
    )
  })
})

/** What is no JSON never gets as far as a token. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
