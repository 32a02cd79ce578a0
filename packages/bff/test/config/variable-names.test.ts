/** Variables that were meant for the BFF and have no effect. */
import { describe, expect, it } from 'vitest'
import { variableWarnings } from '../../src/config/variable-names.ts'

describe('variableWarnings', () => {
  const names: [string, string | undefined][] = [
    ['PAYKKA_API_ULR', 'PAYKKA_API_URL'],
    ['PAYKKA_APPID', 'PAYKKA_APP_ID'],
    ['PAYKKA_PLATFORM_PUBLIC_KEYS', 'PAYKKA_PLATFORM_PUBLIC_KEY'],
    ['BFF_SECRET_KEY', 'BFF_SECRET_KEYS'],
    ['BFF_SOMETHING_ELSE', undefined],
    ['SHOP_EVENT_URL', 'SHOP_EVENTS_URL'],
    ['APPLE_PAY_DOMAINS', 'APPLE_PAY_DOMAIN'],
    ['GOOGLE_PAY_MERCHANTID', 'GOOGLE_PAY_MERCHANT_ID'],
    ['TRUST_PROXIES', 'TRUST_PROXY'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['REDIS_URI_', 'REDIS_URL'],
    ['RATE_LIMIT_EXEMPTS', 'RATE_LIMIT_EXEMPT'],
    ['PCI_DSS_ATESTED', 'PCI_DSS_ATTESTED'],
    ['paykka_app_id', 'PAYKKA_APP_ID'],
  ]
  it.each(names)('%s: %s', (name, meant) => {
    const message = `${name} is no variable of this BFF and has no effect${meant ? `: did you mean ${meant}?` : ''}`
    expect(variableWarnings({ [name]: 'x' })).toEqual([{ variable: name, message }])
  })

  it.each([
    'PAYKKA_API_URL',
    'DATABASE_URL',
    'PATH',
    'HOME',
    'HOSTNAME',
    'POSTGRES_PASSWORD',
    'SHOP_PORT',
    'BFF_URL',
    'NODE_OPTIONS',
    'PAYKKA_BFF_SERVICE_HOST',
    'PAYKKA_BFF_SERVICE_PORT_HTTP',
    'PAYKKA_BFF_PORT',
    'PAYKKA_BFF_PORT_80_TCP_ADDR',
    'REDIS_PORT_6379_TCP',
  ])('%s is no concern', (name) => {
    expect(variableWarnings({ [name]: 'x' })).toEqual([])
  })

  const deprecated: [string, string][] = [
    ['CHALLENGE_VERIFY_URL', 'CAPTCHA_VERIFY_URL'],
    ['CHALLENGE_SECRET', 'CAPTCHA_SECRET'],
  ]
  it.each(deprecated)('%s is deprecated: %s', (variable, name) => {
    const message = `${variable} is deprecated: rename it to ${name}`
    expect(variableWarnings({ [variable]: 'x' })).toEqual([{ variable, message }])
  })

  it('ignores a deprecated name beside the new one', () => {
    expect(variableWarnings({ CHALLENGE_SECRET: 'x', CAPTCHA_SECRET: 'y' })).toEqual([])
  })
})
