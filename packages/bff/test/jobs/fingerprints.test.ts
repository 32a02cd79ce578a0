/** Settings are compared without revealing them: each that must be equal on one database appears only by its name. */
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/config.ts'
import { differences, fingerprintsOf, readFingerprints } from '../../src/jobs/fingerprints.ts'
import { pem, rsaPair } from '../support/keys.ts'
import { ENVIRONMENT } from '../support/merchant.ts'

const other = pem(rsaPair('other').privateKey)

const GOOD = {
  ...ENVIRONMENT,
  BFF_MASTER_KEY: 'm'.repeat(40),
  BFF_ALLOWED_ORIGINS: 'https://shop.example,https://www.shop.example',
  TRUST_PROXY: '10.0.0.0/8',
}

const marksOf = (changes: Record<string, string> = {}) => fingerprintsOf(loadConfig({ ...GOOD, ...changes }))

describe('the fingerprints of two processes', () => {
  it.each<[string, Record<string, string>]>([
    ['BFF_MASTER_KEY', { BFF_MASTER_KEY: 'n'.repeat(40), TRUST_PROXY: '' }],
    ['PAYKKA_API_URL', { PAYKKA_API_URL: 'http://127.0.0.1:4010' }],
    ['PAYKKA_APP_ID', { PAYKKA_APP_ID: '1' }],
    ['PAYKKA_MERCHANT_ID', { PAYKKA_MERCHANT_ID: '1' }],
    ['PAYKKA_PRIVATE_KEY', { PAYKKA_PRIVATE_KEY: other }],
    ['PAYKKA_RESPONSE_SIGNATURE', { PAYKKA_RESPONSE_SIGNATURE: 'enforce' }],
    ['BFF_PUBLIC_URL', { BFF_PUBLIC_URL: 'https://pay2.shop.example' }],
    ['BFF_ALLOWED_ORIGINS', { BFF_ALLOWED_ORIGINS: 'https://shop.example' }],
    ['BFF_SECRET_KEYS', { BFF_SECRET_KEYS: 'l'.repeat(32) }],
    ['TRUST_PROXY', { TRUST_PROXY: '' }],
    ['REDIS_URL', { REDIS_URL: 'redis://127.0.0.1' }],
    ['RATE_LIMIT_EXEMPT', { RATE_LIMIT_EXEMPT: '127.0.0.1' }],
    ['CARD_ENTRY', { CARD_ENTRY: 'inline' }],
    ['CARD_BRANDS', { CARD_BRANDS: 'visa' }],
    ['SEARCHABLE_METADATA', { SEARCHABLE_METADATA: 'invoice' }],
    ['CAPTURE_WITHIN_HOURS', { CAPTURE_WITHIN_HOURS: '7' }],
    ['PARTIAL_VOID', { PARTIAL_VOID: 'true' }],
    ['SAVED_CARD_CODE', { SAVED_CARD_CODE: 'false' }],
  ])('differ in %s', (name, changes) => {
    expect(differences(marksOf(), marksOf(changes))).toEqual([name])
  })

  it.each<[string, Record<string, string>]>([
    [
      'the same settings in another order',
      { BFF_ALLOWED_ORIGINS: 'https://www.shop.example,https://shop.example' },
    ],
    [
      'what each process has for itself',
      { PORT: '4021', HOST: '0.0.0.0', LOG_LEVEL: 'warn', SHUTDOWN_DRAIN_MS: '0' },
    ],
  ])('do not differ in %s', (_name, changes) => {
    expect(differences(marksOf(), marksOf(changes))).toEqual([])
  })

  it('tell no value, and nothing to somebody without the key', () => {
    const marks = marksOf()
    expect(JSON.stringify(marks)).not.toMatch(/example|978594|18356|kkkk|10\.0/)
    const strange = marksOf({ BFF_MASTER_KEY: 'n'.repeat(40) })
    for (const name of Object.keys(marks)) expect(strange[name]).not.toBe(marks[name])
  })

  it('are compared in what both know: an older version has none, a newer one more', () => {
    expect(differences(marksOf(), readFingerprints(null))).toEqual([])
    expect(differences(marksOf(), { ...marksOf(), NEW_SETTING: 'x' })).toEqual([])
  })
})
