/** The wallets' part of the environment: what is good, what is refused, each by its name. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConfigError, loadConfig } from '../../src/config/config.ts'
import { ENVIRONMENT } from '../support/merchant.ts'
import { appleProcessingPair, googleKey } from '../support/wallet-keys.ts'

type Env = Record<string, string | undefined>

const SHOP: Env = {
  ...ENVIRONMENT,
  BFF_ALLOWED_ORIGINS: 'https://shop.example,https://www.shop.example,http://localhost:4000',
}
const PRIVATE_PEM = String(ENVIRONMENT.PAYKKA_PRIVATE_KEY)
const APPLE: Env = { ...SHOP, APPLE_PAY_DOMAIN: 'shop.example' }
const GOOGLE: Env = { ...SHOP, GOOGLE_PAY_MERCHANT_ID: 'BCR2DN4T' }

const folder = mkdtempSync(join(tmpdir(), 'paykka-wallets-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const inFile = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

function named(env: Env): string[] {
  try {
    loadConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((line) => line.split(/[ :]/)[0] ?? '')
    throw error
  }
}

describe('without a domain or a merchant id', () => {
  it('both wallets are off', () => {
    expect(loadConfig(SHOP).wallets).toEqual({
      applePay: undefined,
      googlePay: undefined,
      domainAssociation: undefined,
    })
  })
})

describe('Apple Pay', () => {
  it('has defaults for all but the domain', () => {
    expect(loadConfig(APPLE).wallets.applePay).toEqual({
      domains: { 'https://shop.example': 'shop.example' },
      settings: {
        displayName: 'shop.example',
        countryCode: 'HK',
        networks: ['visa', 'masterCard', 'amex', 'discover', 'jcb'],
      },
      tokenData: 'payment-data',
      decryption: undefined,
    })
  })

  it('maps each storefront to its domain', () => {
    const APPLE_PAY_DOMAIN =
      'localhost, https://shop.example=shop.example,https://www.shop.example=shop.example'
    const { domains } = loadConfig({ ...SHOP, APPLE_PAY_DOMAIN }).wallets.applePay ?? {}
    expect(Object.entries(domains ?? {})).toEqual([
      ['http://localhost:4000', 'localhost'],
      ['https://shop.example', 'shop.example'],
      ['https://www.shop.example', 'shop.example'],
    ])
  })

  it('serves the association file byte for byte', () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x37, 0x42, 0x0d, 0x0a, 0x00])
    const APPLE_PAY_DOMAIN_ASSOCIATION_FILE = inFile('association', bytes)
    expect(loadConfig({ ...SHOP, APPLE_PAY_DOMAIN_ASSOCIATION_FILE }).wallets.domainAssociation).toBe(
      bytes.toString('base64'),
    )
  })

  const wrong: [string, string][] = [
    ['APPLE_PAY_DOMAIN', 'https://shop.example'],
    ['APPLE_PAY_DOMAIN', 'shop.example:443'],
    ['APPLE_PAY_DOMAIN', 'Shop.example'],
    ['APPLE_PAY_DOMAIN', 'other.example'],
    ['APPLE_PAY_DOMAIN', 'https://other.example=shop.example'],
    ['APPLE_PAY_DOMAIN', 'shop.example,https://shop.example=www.shop.example'],
    ['APPLE_PAY_DISPLAY_NAME', 'x'.repeat(76)],
    ['APPLE_PAY_DOMAIN_ASSOCIATION_FILE', '/nowhere/association'],
    ['APPLE_PAY_MERCHANT_ID', 'shop.example'],
    ['APPLE_PAY_NETWORKS', 'visa,maestro'],
    ['APPLE_PAY_DECRYPTION', 'both'],
    ['APPLE_PAY_TOKEN_DATA', 'xml'],
    ['WALLET_COUNTRY', 'Germany'],
  ]
  it.each(wrong)('refuses %s=%s and names it', (name, value) => {
    expect(named({ ...APPLE, [name]: value })).toEqual([name])
  })
})

describe('APPLE_PAY_DECRYPTION=merchant', () => {
  let pair: Awaited<ReturnType<typeof appleProcessingPair>>
  let renewed: typeof pair
  beforeAll(async () => {
    pair = await appleProcessingPair()
    renewed = await appleProcessingPair()
  })
  const merchant = (changes: Env = {}): Env => ({
    ...APPLE,
    APPLE_PAY_DECRYPTION: 'merchant',
    APPLE_PAY_PROCESSING_CERTIFICATE: pair.certificate,
    APPLE_PAY_PROCESSING_KEY: pair.key,
    ...changes,
  })
  const keysOf = (env: Env) => loadConfig(env).wallets.applePay?.decryption?.keys

  it('reads the certificate, its key and the merchant identifier in it', () => {
    expect(keysOf(merchant())?.[0]).toMatchObject({
      publicKeyHash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      merchantIdentifierHash: expect.stringMatching(/^[0-9A-Fa-f]{64}$/),
    })
  })

  it('takes two of each during a renewal, also from files', () => {
    const both = merchant({
      APPLE_PAY_PROCESSING_CERTIFICATE: undefined,
      APPLE_PAY_PROCESSING_CERTIFICATE_FILE: inFile('both.pem', pair.certificate + renewed.certificate),
      APPLE_PAY_PROCESSING_KEY: (pair.key + renewed.key).replaceAll('\n', '\\n'),
    })
    expect(keysOf(both)).toHaveLength(2)
  })

  const wrong: [string, () => Env][] = [
    ['no key', () => ({ APPLE_PAY_PROCESSING_KEY: undefined })],
    ['no certificate', () => ({ APPLE_PAY_PROCESSING_CERTIFICATE: undefined })],
    ['another key', () => ({ APPLE_PAY_PROCESSING_KEY: renewed.key })],
    ['one key for two certificates', () => twice(pair.certificate + renewed.certificate)],
    ['an RSA key', () => ({ APPLE_PAY_PROCESSING_KEY: PRIVATE_PEM })],
    ['a key that is no PEM', () => ({ APPLE_PAY_PROCESSING_KEY: 'AAAA' })],
    ['a certificate that is a key', () => twice(pair.key)],
  ]
  it.each(wrong)('refuses %s, without a byte of it', (_name, changes) => {
    const env = merchant(changes())
    expect(named(env)).toEqual(['APPLE_PAY_PROCESSING_KEY'])
    const secret = pair.key.split('\n')[1]?.slice(0, 40) ?? '?'
    expect(() => loadConfig(env)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    )
  })
  const twice = (text: string): Env => ({ APPLE_PAY_PROCESSING_CERTIFICATE: text })

  it('needs PCI_DSS_ATTESTED against a live host', () => {
    const live = { PAYKKA_API_URL: 'https://openapi.paykka.com' }
    expect(named(merchant(live)).toSorted()).toEqual(['APPLE_PAY_DECRYPTION', 'CARD_ENTRY'])
    expect(named(merchant({ ...live, PCI_DSS_ATTESTED: 'true' }))).toEqual([])
  })
})

describe('Google Pay', () => {
  it('has defaults for all but the merchant id', () => {
    expect(loadConfig(GOOGLE).wallets.googlePay).toEqual({
      settings: {
        environment: 'TEST',
        gateway: 'paykka',
        gatewayMerchantId: '18356675194960',
        merchantId: 'BCR2DN4T',
        merchantName: 'BCR2DN4T',
        countryCode: 'HK',
        networks: ['VISA', 'MASTERCARD', 'AMEX', 'DISCOVER'],
        authMethods: ['PAN_ONLY', 'CRYPTOGRAM_3DS'],
      },
      requireScaForPanOnly: true,
      decryption: undefined,
    })
  })

  it('names the European gateway with the European host', () => {
    const europe = { PAYKKA_API_URL: 'https://openapi.eu.paykka.com', PCI_DSS_ATTESTED: 'true' }
    expect(loadConfig({ ...GOOGLE, ...europe }).wallets.googlePay?.settings).toMatchObject({
      gateway: 'paykkaeu',
      countryCode: 'DE',
    })
  })

  const roots = (changes: object = {}, protocolVersion = 'ECv2') =>
    JSON.stringify({
      keys: [
        {
          keyValue:
            'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/1+3HBVSbdv+j7NaArdgMyoSAM43yRydzqdg1TxodSzA96Dj4Mc1EiKroxxunavVIvdxGnJeFViTzFvzFRxyCw==',
          keyExpiration: '2154841200000',
          protocolVersion,
          ...changes,
        },
      ],
    })
  const merchant = (changes: Env = {}): Env => ({
    ...GOOGLE,
    GOOGLE_PAY_DECRYPTION: 'merchant',
    GOOGLE_PAY_PRIVATE_KEY: googleKey(),
    GOOGLE_PAY_ROOT_KEYS_FILE: inFile('keys.json', roots()),
    ...changes,
  })

  it("opens tokens itself with a key, gives browsers its public half, and trusts Google's list", () => {
    const config = loadConfig(merchant()).wallets.googlePay
    expect(config?.decryption).toMatchObject({
      recipientId: 'merchant:BCR2DN4T',
      roots: [{ expiresAt: 2_154_841_200_000 }],
    })
    expect(Buffer.from(config?.settings.publicKey ?? '', 'base64')).toHaveLength(65)
  })

  const wrong: [string, string | undefined, Env][] = [
    ['GOOGLE_PAY_MERCHANT_ID', 'BCR-2', {}],
    ['GOOGLE_PAY_MERCHANT_NAME', 'x'.repeat(129), {}],
    ['GOOGLE_PAY_ENVIRONMENT', 'live', {}],
    ['GOOGLE_PAY_GATEWAY', 'stripe', {}],
    ['GOOGLE_PAY_NETWORKS', 'visa', {}],
    ['GOOGLE_PAY_AUTH_METHODS', 'PIN', {}],
    ['GOOGLE_PAY_REQUIRE_SCA_FOR_PAN_ONLY', 'sometimes', {}],
    ['GOOGLE_PAY_DECRYPTION', 'never', {}],
    ['GOOGLE_PAY_PRIVATE_KEY', undefined, merchant()],
    ['GOOGLE_PAY_PRIVATE_KEY', PRIVATE_PEM, merchant()],
    ['GOOGLE_PAY_ROOT_KEYS_FILE', undefined, merchant()],
    ['GOOGLE_PAY_ROOT_KEYS_FILE', inFile('none.json', '[]'), merchant()],
    ['GOOGLE_PAY_ROOT_KEYS_FILE', inFile('ecv1.json', roots({}, 'ECv1')), merchant()],
    ['GOOGLE_PAY_ROOT_KEYS_FILE', inFile('endless.json', roots({ keyExpiration: undefined })), merchant()],
    ['GOOGLE_PAY_ROOT_KEYS_FILE', inFile('nokey.json', roots({ keyValue: 'AAAA' })), merchant()],
  ]
  it.each(wrong)('refuses %s=%s and names it', (name, value, env) => {
    expect(named({ ...GOOGLE, ...env, [name]: value })).toEqual([name])
  })
})
