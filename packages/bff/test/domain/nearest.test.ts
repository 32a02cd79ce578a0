/** What a mistyped name was meant to be. */
import { describe, expect, it } from 'vitest'
import { nearest } from '../../src/domain/nearest.ts'

const KNOWN = ['PAYKKA_API_URL', 'PAYKKA_APP_ID', 'BFF_SECRET_KEYS', 'orderReference', 'amount', 'PORT']

describe('nearest', () => {
  const names: [string, string | undefined][] = [
    ['PAYKKA_API_ULR', 'PAYKKA_API_URL'],
    ['PAYKKA_URL', 'PAYKKA_API_URL'],
    ['PAYKKA_KEYS', undefined],
    ['BFF_SECRET_KEY', 'BFF_SECRET_KEYS'],
    ['bff-secret-keys', 'BFF_SECRET_KEYS'],
    ['order_reference', 'orderReference'],
    ['orderRef', undefined],
    ['ammount', 'amount'],
    ['amonut', 'amount'],
    ['PROT', 'PORT'],
    ['HOST', undefined],
    ['', undefined],
    ['a'.repeat(1_000_000), undefined],
    ['surprise', undefined],
  ]
  it.each(names)('%s: %s', (name, meant) => {
    expect(nearest(name, KNOWN)).toBe(meant)
  })
})
