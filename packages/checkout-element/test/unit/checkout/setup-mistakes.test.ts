/** Mistakes that an address or a secret shows by itself; and the generated docs are up to date. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PAGE, setupMistakesPage } from '../../../scripts/setup-mistakes.ts'
import { PAGE as SHEETS_PAGE, walletSheetsPage } from '../../../scripts/wallet-sheets.ts'
import { PAGE as WAYS_PAGE, waysOnPage } from '../../../scripts/ways-on.ts'
import { parseBffUrl } from '../../../src/checkout/addresses.ts'
import { judgeAddress, judgeSecret } from '../../../src/checkout/setup-mistakes/judge.ts'

describe('judgeAddress', () => {
  it.each([
    ['', 'bff_url_missing', undefined],
    ['   ', 'bff_url_missing', undefined],
    ['pay.shop.example', 'bff_url_no_scheme', 'https://pay.shop.example'],
    ['pay.shop.example:8443', 'bff_url_no_scheme', 'https://pay.shop.example:8443'],
    ['//pay.shop.example', 'bff_url_no_scheme', 'https://pay.shop.example'],
    ['localhost:4020', 'bff_url_no_scheme', 'http://localhost:4020'],
    ['pay.shop.example/bff', 'bff_url_no_scheme', 'https://pay.shop.example'],
    ['http://pay.shop.example', 'bff_url_insecure', 'https://pay.shop.example'],
    ['http://10.0.0.5:4020', 'bff_url_insecure', 'https://10.0.0.5:4020'],
    ['https://pay.shop.example?a=1', 'bff_url_extra', 'https://pay.shop.example'],
    ['https://pay.shop.example#top', 'bff_url_extra', 'https://pay.shop.example'],
    ['https://ada:secret@pay.shop.example', 'bff_url_extra', 'https://pay.shop.example'],
    ['undefined', 'bff_url_invalid', undefined],
    ['null', 'bff_url_invalid', undefined],
    ['{{ BFF_URL }}', 'bff_url_invalid', undefined],
    ['/bff', 'bff_url_invalid', undefined],
    ['ftp://pay.shop.example', 'bff_url_invalid', undefined],
    ['https://', 'bff_url_invalid', undefined],
  ] as const)('%j is %s', (value, code, better) => {
    expect(parseBffUrl(value)).toBe(null)
    const found = judgeAddress(value)
    expect(found.code).toBe(code)
    if (better) expect(found.facts.better).toBe(better)
    expect(JSON.stringify(found)).not.toContain('ada')
  })
})

describe('judgeSecret', () => {
  const secret = `cs_${'aB3_-'.repeat(9)}`.slice(0, 46)

  it.each([
    [`chk_${'a'.repeat(22)}`, 'client_secret_is_id'],
    [`pay_${'a'.repeat(22)}`, 'client_secret_is_id'],
    [`Bearer ${secret}`, 'client_secret_malformed'],
    [`"${secret}"`, 'client_secret_malformed'],
    [`${secret.slice(0, 20)}\n${secret.slice(20)}`, 'client_secret_malformed'],
    [`\u200b${secret}`, 'client_secret_malformed'],
    [`${secret}…`, 'client_secret_malformed'],
    ['{{ clientSecret }}', 'client_secret_malformed'],
  ])('%j is %s', (given, code) => {
    const found = judgeSecret(given)
    expect(found?.code).toBe(code)
    // The line names the mistake, never the secret.
    expect(JSON.stringify(found)).not.toContain(secret.slice(4, 20))
  })

  it.each([secret, ` ${secret}\n`, 'secret'])('%j may be one', (given) => {
    expect(judgeSecret(given)).toBe(null)
  })
})

describe('docs/reference/setup-mistakes.md', () => {
  it('is up to date; otherwise run `node packages/checkout-element/scripts/setup-mistakes.ts`', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(setupMistakesPage())
  })
})

describe('docs/reference/wallet-sheets.md', () => {
  it('is up to date; otherwise run `node packages/checkout-element/scripts/wallet-sheets.ts`', () => {
    expect(readFileSync(SHEETS_PAGE, 'utf8')).toBe(walletSheetsPage())
  })
})

describe('docs/reference/ways-on.md', () => {
  it('is up to date; otherwise run `node packages/checkout-element/scripts/ways-on.ts`', () => {
    expect(readFileSync(WAYS_PAGE, 'utf8')).toBe(waysOnPage())
  })
})
