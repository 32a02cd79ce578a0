/** Decrypting Apple Pay tokens: one made by Apple, and many invalid ones. */
import { createHash, createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import type { ApplePaymentData, Chain } from '@paykka-checkout/emulator/wallets'
import {
  authority,
  createChain,
  INTERMEDIATE_MARK,
  issue,
  keyHash,
  LEAF_MARK,
  mark,
  sealApple,
  toPem,
} from '@paykka-checkout/emulator/wallets'
import { beforeAll, describe, expect, it } from 'vitest'
import { APPLE_ROOT_CA_G3 } from '../../src/wallets/apple-pay/apple-root.ts'
import { readAppleToken } from '../../src/wallets/apple-pay/apple-token.ts'
import type { AppleDecryption } from '../../src/wallets/apple-pay/decrypt-apple-token.ts'
import { decryptAppleToken, deriveKey } from '../../src/wallets/apple-pay/decrypt-apple-token.ts'
import { ecPair } from '../support/keys.ts'
import { APPLE } from './vectors.ts'
import { MEMBERS, refusal } from './wallet-tokens.ts'

const NOW = Date.UTC(2026, 5, 1, 12)
const MERCHANT = 'merchant.example.shop'
const own = ecPair('own')
const other = ecPair('other')
const sha256 = (text: string) => createHash('sha256').update(text).digest()

let chain: Chain
beforeAll(async () => {
  chain = await createChain()
})

/** Nested sequences without an end. */
const NESTED = Buffer.from('3080'.repeat(4000), 'hex').toString('base64')

const PAYLOAD = {
  applicationPrimaryAccountNumber: '4242424242424242',
  applicationExpirationDate: '311231',
  currencyCode: '978',
  transactionAmount: 1099,
  paymentDataType: '3DSecure',
  paymentData: { onlinePaymentCryptogram: 'AMwBRjPWDnAgAA7Rls7mAoABFA==', eciIndicator: '7' },
}

const seal = (payload: Record<string, unknown> = PAYLOAD, signer = chain, at = NOW) =>
  sealApple(payload, { publicKey: own.publicKey, merchantIdentifier: MERCHANT }, signer, {
    now: at,
    transactionId: 'ab'.repeat(32),
  })

function decryption(changes: Partial<AppleDecryption> = {}): AppleDecryption {
  return {
    keys: [
      {
        privateKey: own.privateKey,
        publicKeyHash: keyHash(own.publicKey),
        merchantIdentifierHash: sha256(MERCHANT).toString('hex'),
      },
    ],
    roots: [new X509Certificate(toPem(chain.root.certificate))],
    amount: { value: 1099, currency: 'EUR' },
    now: NOW,
    ...changes,
  }
}

const open = async (paymentData: unknown, changes: Partial<AppleDecryption> = {}) =>
  decryptAppleToken(readAppleToken({ paymentData }), decryption(changes))

describe('a token made by Apple', () => {
  const privateKey = createPrivateKey(APPLE.privateKey)
  const genuine = {
    keys: [
      {
        privateKey,
        publicKeyHash: keyHash(createPublicKey(privateKey)),
        merchantIdentifierHash: APPLE.merchantIdentifierHash,
      },
    ],
    roots: [APPLE_ROOT_CA_G3],
    amount: APPLE.amount,
    now: APPLE.signedAt,
  }

  it("opens under Apple's root", async () => {
    const card = await open(APPLE.paymentData, genuine)
    expect(card.toJsonMembers(MEMBERS, 'cryptogram_3ds').toString()).toBe(APPLE.members)
    expect([card.panOnly, card.brand]).toEqual([false, 'mastercard'])
  })

  it('derives the published key', () => {
    const secret = Buffer.from(APPLE.sharedSecret, 'base64')
    const key = deriveKey(secret, APPLE.merchantIdentifierHash)
    expect(key.toString('base64')).toBe(APPLE.symmetricKey)
  })

  it('is too old five minutes later', async () => {
    const late = { ...genuine, now: APPLE.signedAt + 300_001 }
    expect(await refusal(() => open(APPLE.paymentData, late))).toBe('stale')
  })

  it('pins the root that Apple publishes', () => {
    expect(APPLE_ROOT_CA_G3.fingerprint256).toBe(
      '63:34:3A:BF:B8:9A:6A:03:EB:B5:7E:9B:3F:5F:A7:BE:7C:4F:5C:75:6F:30:17:B3:A8:C4:88:C3:65:3E:91:79',
    )
  })
})

describe('decryptAppleToken', () => {
  it('gives card, expiry, cryptogram and a two-digit ECI, and leaves no digit after wipe()', async () => {
    const card = await open(await seal())
    const members = () => JSON.parse(`{${card.toJsonMembers(MEMBERS, 'cryptogram_3ds')}}`)
    expect(members()).toEqual({
      no: '4242424242424242',
      yy: '2031',
      mm: '12',
      auth: { crypt: PAYLOAD.paymentData.onlinePaymentCryptogram, format: 'cryptogram_3ds', eci: '07' },
    })
    expect(JSON.stringify(card)).not.toContain('4242')
    card.wipe()
    expect(card.toJsonMembers(MEMBERS, 'x').toString()).not.toMatch(/4242|AMwB/)
  })

  it('finds the key among two during a renewal', async () => {
    const [current] = decryption().keys
    const next = {
      privateKey: other.privateKey,
      publicKeyHash: keyHash(other.publicKey),
      merchantIdentifierHash: sha256(MERCHANT).toString('hex'),
    }
    const card = await open(await seal(), { keys: [next, ...(current ? [current] : [])] })
    expect(card.brand).toBe('visa')
  })

  const payloads: [string, Record<string, unknown>, string][] = [
    ['another amount', { transactionAmount: 1098 }, 'other_amount'],
    ['the amount as text', { transactionAmount: '1099' }, 'other_amount'],
    ['another currency', { currencyCode: '840' }, 'other_amount'],
    ['no amount', { transactionAmount: undefined }, 'other_amount'],
    ['an EMV cryptogram', { paymentDataType: 'EMV' }, 'unsupported'],
    ['a number with letters', { applicationPrimaryAccountNumber: '4242x' }, 'malformed'],
    ['month 13', { applicationExpirationDate: '311331' }, 'malformed'],
    ['no cryptogram', { paymentData: {} }, 'malformed'],
    ['a long ECI', { paymentData: { ...PAYLOAD.paymentData, eciIndicator: '005' } }, 'malformed'],
  ]
  it.each(payloads)('refuses %s', async (_name, change, fault) => {
    const token = await seal({ ...PAYLOAD, ...change })
    expect(await refusal(() => open(token))).toBe(fault)
  })

  const flip = (text: string) => (text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`)
  const changes: [string, (token: ApplePaymentData) => unknown, string][] = [
    ['no object', () => 'x', 'malformed'],
    ['RSA', (token) => ({ ...token, version: 'RSA_v1' }), 'unsupported'],
    ['no version', (token) => ({ ...token, version: undefined }), 'unsupported'],
    ['no header', (token) => ({ ...token, header: undefined }), 'malformed'],
    ['no data', (token) => ({ ...token, data: '' }), 'malformed'],
    ['data that is no Base64', (token) => ({ ...token, data: `${token.data}!` }), 'malformed'],
    ['only a tag', (token) => ({ ...token, data: Buffer.alloc(16).toString('base64') }), 'malformed'],
    ['17 kB', (token) => ({ ...token, more: 'x'.repeat(17_000) }), 'malformed'],
    ['changed data', (token) => ({ ...token, data: flip(token.data) }), 'bad_signature'],
    ['a signature that is no CMS', (token) => ({ ...token, signature: 'AAAA' }), 'bad_signature'],
    ['a signature nested 4000 deep', (token) => ({ ...token, signature: NESTED }), 'bad_signature'],
    [
      'a changed transaction id',
      (token) => inHeader(token, { transactionId: 'cd'.repeat(32) }),
      'bad_signature',
    ],
    ['a transaction id that is no hex', (token) => inHeader(token, { transactionId: 'xy' }), 'malformed'],
    [
      'added application data',
      (token) => inHeader(token, { applicationData: 'ab'.repeat(32) }),
      'bad_signature',
    ],
    [
      'another ephemeral key',
      (token) => inHeader(token, { ephemeralPublicKey: der(other) }),
      'bad_signature',
    ],
    [
      "another merchant's key",
      (token) => inHeader(token, { publicKeyHash: keyHash(other.publicKey) }),
      'foreign',
    ],
  ]
  it.each(changes)('refuses %s', async (_name, change, fault) => {
    const token = await seal()
    expect(await refusal(() => open(change(token)))).toBe(fault)
  })

  it('refuses the signature of another token', async () => {
    const [one, two] = [await seal(), await seal()]
    expect(await refusal(() => open({ ...one, signature: two.signature }))).toBe('bad_signature')
  })

  it('refuses what was sealed for another merchant identifier', async () => {
    const [key] = decryption().keys
    const keys = key ? [{ ...key, merchantIdentifierHash: sha256('merchant.other').toString('hex') }] : []
    const token = await seal()
    expect(await refusal(() => open(token, { keys }))).toBe('unreadable')
  })

  it.each([
    ['five minutes and a second ago', -301_000, 'stale'],
    ['more than a minute ahead', 62_000, 'stale'],
    ['four minutes ago', -240_000, null],
    ['half a minute ahead', 30_000, null],
  ])('signed %s', async (_name, offset, fault) => {
    const token = await seal(PAYLOAD, chain, NOW + offset)
    expect(await refusal(() => open(token))).toBe(fault)
  })

  const forgeries: [string, () => Promise<Partial<Chain>>][] = [
    ['another root', async () => createChain()],
    ["a leaf without Apple's mark", async () => ({ leaf: await issue('x', 3, [], chain.intermediate) })],
    [
      "an intermediate without Apple's mark",
      async () => below(await issue('x', 2, [authority()], chain.root)),
    ],
    [
      'an intermediate that is no authority',
      async () => below(await issue('x', 2, [mark(INTERMEDIATE_MARK)], chain.root)),
    ],
    [
      'an intermediate that signed itself',
      async () => below(await issue('x', 2, [authority(), mark(INTERMEDIATE_MARK)])),
    ],
    [
      'a leaf that the root signed',
      async () => ({ leaf: await issue('x', 3, [mark(LEAF_MARK)], chain.root) }),
    ],
    ['a leaf that signed itself', async () => ({ leaf: await issue('x', 3, [mark(LEAF_MARK)]) })],
  ]
  it.each(forgeries)('refuses %s', async (_name, forge) => {
    const token = await seal(PAYLOAD, { ...chain, ...(await forge()) })
    expect(await refusal(() => open(token))).toBe('bad_certificate')
  })

  it('refuses a signature by another key under the genuine certificate', async () => {
    const thief = await createChain()
    const leaf = { ...chain.leaf, privateKey: thief.leaf.privateKey }
    const token = await seal(PAYLOAD, { ...chain, leaf })
    expect(await refusal(() => open(token))).toBe('bad_signature')
  })
})

async function below(intermediate: Chain['intermediate']): Promise<Partial<Chain>> {
  return { intermediate, leaf: await issue('x', 3, [mark(LEAF_MARK)], intermediate) }
}

function inHeader(token: ApplePaymentData, change: Record<string, string>): unknown {
  return { ...token, header: { ...token.header, ...change } }
}

function der(pair: typeof other): string {
  return pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
}
