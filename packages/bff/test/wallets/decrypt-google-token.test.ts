/** Decrypting Google Pay tokens: published ones, and many invalid ones. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { GoogleToken } from '@paykka-checkout/emulator/wallets'
import { createGoogleSigner, sealGoogle } from '@paykka-checkout/emulator/wallets'
import { describe, expect, it } from 'vitest'
import type { GoogleDecryption } from '../../src/wallets/google-pay/decrypt-google-token.ts'
import { decryptGoogleToken } from '../../src/wallets/google-pay/decrypt-google-token.ts'
import { readGoogleToken } from '../../src/wallets/google-pay/google-token.ts'
import { ecPair } from '../support/keys.ts'
import { GOOGLE } from './vectors.ts'
import { MEMBERS, refusal } from './wallet-tokens.ts'

const NOW = Date.UTC(2026, 5, 1, 12)
const MERCHANT = 'merchant:12345678901234567890'
const own = ecPair('own')
const signer = createGoogleSigner(NOW + 86_400_000)
const rootOf = (made: typeof signer) => ({ key: made.rootPublicKey, expiresAt: NOW + 1 })

const DETAILS = {
  authMethod: 'CRYPTOGRAM_3DS',
  pan: '4242424242424242',
  expirationMonth: 3,
  expirationYear: 2031,
  cryptogram: 'AMwBRjPWDnAgAA7Rls7mAoABFA==',
  eciIndicator: '05',
}
const PAYLOAD = { messageId: 'm', messageExpiration: String(NOW + 1), paymentMethod: 'CARD' }

const seal = (details: object = {}, payload: object = {}, made = signer, recipientId = MERCHANT) =>
  sealGoogle(
    { ...PAYLOAD, ...payload, paymentMethodDetails: { ...DETAILS, ...details } },
    { publicKey: own.publicKey, recipientId },
    made,
  )

const open = (token: unknown, changes: Partial<GoogleDecryption> = {}) =>
  decryptGoogleToken(readGoogleToken(typeof token === 'string' ? token : JSON.stringify(token)), {
    keys: [own.privateKey],
    recipientId: MERCHANT,
    roots: [rootOf(signer)],
    now: NOW,
    ...changes,
  })

describe('published tokens', () => {
  const pkcs8 = (text: string) =>
    createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' })
  const spki = (text: string) =>
    createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
  const root = { key: spki(GOOGLE.rootKey), expiresAt: GOOGLE.now + 1 }
  const published = {
    keys: [pkcs8(GOOGLE.otherMerchantKey), pkcs8(GOOGLE.merchantKey)],
    recipientId: GOOGLE.recipientId,
    roots: [{ ...root, key: spki(GOOGLE.otherRootKey) }, root],
    now: GOOGLE.now,
  }

  it('open, whichever of two keys and two roots is theirs', () => {
    const card = open(GOOGLE.token, published)
    expect(card.toJsonMembers(MEMBERS, 'pan_only').toString()).toBe(GOOGLE.members)
    expect([card.panOnly, card.brand]).toEqual([true, 'visa'])
  })

  const wrong: [string, unknown, Partial<GoogleDecryption>, string][] = [
    ['expired', GOOGLE.expired, {}, 'expired'],
    ['with a tag of something else', GOOGLE.wrongTag, {}, 'unreadable'],
    ['for another merchant', GOOGLE.token, { recipientId: 'merchant:1' }, 'bad_signature'],
    ['for another key', GOOGLE.token, { keys: published.keys.slice(0, 1) }, 'unreadable'],
    ['under another root', GOOGLE.token, { roots: published.roots.slice(0, 1) }, 'bad_certificate'],
    [
      'under a root that is over',
      GOOGLE.token,
      { roots: [{ ...root, expiresAt: GOOGLE.now }] },
      'bad_certificate',
    ],
    ['under an intermediate key that is over', GOOGLE.token, { now: 1_879_409_613_939 }, 'bad_certificate'],
  ]
  it.each(wrong)('are refused when %s', async (_name, token, changes, fault) => {
    expect(await refusal(() => open(token, { ...published, ...changes }))).toBe(fault)
  })
})

describe('decryptGoogleToken', () => {
  it('gives card, expiry, cryptogram and ECI of a CRYPTOGRAM_3DS token', () => {
    const members = open(seal()).toJsonMembers(MEMBERS, 'cryptogram_3ds').toString()
    expect(JSON.parse(`{${members}}`)).toEqual({
      no: '4242424242424242',
      yy: '2031',
      mm: '03',
      auth: { crypt: DETAILS.cryptogram, format: 'cryptogram_3ds', eci: '05' },
    })
  })

  it('takes an intermediate key that any of several signatures proves', () => {
    const token = seal()
    const { signedKey, signatures } = token.intermediateSigningKey
    const more = { signedKey, signatures: [token.signature, ...signatures] }
    expect(open({ ...token, intermediateSigningKey: more }).panOnly).toBe(false)
  })

  it('refuses an intermediate key that has ended under a root that has not', async () => {
    const ended = createGoogleSigner(NOW)
    const token = seal({}, {}, ended)
    expect(await refusal(() => open(token, { roots: [rootOf(ended)] }))).toBe('stale')
  })

  const contents: [string, object, object, string][] = [
    ['an unknown authMethod', { authMethod: 'PIN' }, {}, 'unsupported'],
    ['a cryptogram token without cryptogram', { cryptogram: undefined }, {}, 'malformed'],
    ['a number with spaces', { pan: '4242 4242' }, {}, 'malformed'],
    ['month 13', { expirationMonth: 13 }, {}, 'malformed'],
    ['a year of two digits', { expirationYear: 31 }, {}, 'malformed'],
    ['no details', {}, { paymentMethod: 'TOKENIZED_CARD' }, 'unsupported'],
    ['an expired message', {}, { messageExpiration: String(NOW) }, 'expired'],
    ['no expiration', {}, { messageExpiration: undefined }, 'malformed'],
  ]
  it.each(contents)('refuses %s', async (_name, details, payload, fault) => {
    const token = seal(details, payload)
    expect(await refusal(() => open(token))).toBe(fault)
  })

  const changes: [string, (token: GoogleToken) => unknown, string][] = [
    ['no JSON', () => 'nonsense', 'malformed'],
    ['a list', () => [], 'malformed'],
    ['ECv1', (token) => ({ ...token, protocolVersion: 'ECv1' }), 'unsupported'],
    ['ECv2SigningOnly', (token) => ({ ...token, protocolVersion: 'ECv2SigningOnly' }), 'unsupported'],
    ['no signature', (token) => ({ ...token, signature: undefined }), 'malformed'],
    ['another signature', (token) => ({ ...token, signature: seal().signature }), 'bad_signature'],
    ['no intermediate key', (token) => ({ ...token, intermediateSigningKey: undefined }), 'malformed'],
    ['no signatures', (token) => withKey(token, { signatures: [] }), 'malformed'],
    [
      'nine signatures',
      (token) => withKey(token, { signatures: Array(9).fill(token.signature) }),
      'malformed',
    ],
    ['an unsigned key', (token) => withKey(token, { signatures: [token.signature] }), 'bad_certificate'],
    ['a prolonged key', (token) => withKey(token, prolonged(token)), 'bad_certificate'],
    [
      'a changed message',
      (token) => ({ ...token, signedMessage: `${token.signedMessage} ` }),
      'bad_signature',
    ],
    ['a message that is no JSON', (token) => ({ ...token, signedMessage: '{]' }), 'malformed'],
    ['17 kB', (token) => ({ ...token, more: 'x'.repeat(17_000) }), 'malformed'],
  ]
  it.each(changes)('refuses %s', async (_name, change, fault) => {
    const token = seal()
    expect(await refusal(() => open(change(token)))).toBe(fault)
  })

  it('refuses a token for the gateway, for another merchant, and of another signer', async () => {
    const foreign = [seal({}, {}, signer, 'gateway:paykka'), seal({}, {}, signer, 'merchant:1')]
    for (const token of foreign) expect(await refusal(() => open(token))).toBe('bad_signature')
    const forged = seal({}, {}, createGoogleSigner(NOW + 1))
    expect(await refusal(() => open(forged))).toBe('bad_certificate')
  })
})

function withKey(token: GoogleToken, change: object): unknown {
  return { ...token, intermediateSigningKey: { ...token.intermediateSigningKey, ...change } }
}

function prolonged({ intermediateSigningKey: { signedKey } }: GoogleToken): object {
  return { signedKey: signedKey.replace(/"keyExpiration":"\d+"/, '"keyExpiration":"9999999999999"') }
}
