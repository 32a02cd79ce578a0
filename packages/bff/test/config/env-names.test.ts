/** Variables that were meant for the BFF and have no effect. */
import { describe, expect, it } from 'vitest'
import { describeUnknown, unknownVariables } from '../../src/config/env-names.ts'

describe('unknownVariables', () => {
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
    expect(unknownVariables({ [name]: 'x' })).toEqual([{ name, meant }])
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
    expect(unknownVariables({ [name]: 'x' })).toEqual([])
  })

  it('are told with the nearest name', () => {
    expect(describeUnknown({ name: 'BFF_SECRET_KEY', meant: 'BFF_SECRET_KEYS' })).toBe(
      'BFF_SECRET_KEY is no variable of this BFF and has no effect: did you mean BFF_SECRET_KEYS?',
    )
    expect(describeUnknown({ name: 'BFF_X', meant: undefined })).not.toContain('did you mean')
  })
})
