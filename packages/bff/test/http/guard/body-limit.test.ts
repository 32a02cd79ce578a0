/** A body limit follows from the schema: what the schema allows is never too large. */
import { CreateCheckout, PayRequest } from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import { bodyLimitOf } from '../../../src/http/guard/body-limit.ts'

const KIB = 1024

describe('bodyLimitOf', () => {
  const schemas: [string, object, number][] = [
    ['a text', { type: 'string', maxLength: 1000 }, 6002],
    ['words', { enum: ['a', 'four'] }, 6],
    ['a number', { type: 'integer' }, 24],
    ['a list', { type: 'array', maxItems: 10, items: { type: 'integer' } }, 260],
    ['an object', { type: 'object', properties: { name: { type: 'integer' } } }, 34],
    ['pairs', { type: 'object', maxProperties: 2, patternProperties: { x: { type: 'integer' } } }, 178],
    ['one of several', { anyOf: [{ type: 'integer' }, { type: 'string', maxLength: 100 }] }, 602],
  ]
  it.each(schemas)('of %s', (_name, schema, bytes) => {
    expect(bodyLimitOf(schema, 'shop')).toBe(16 * KIB + bytes)
  })

  it('has an end, and is smaller where browsers write', () => {
    const many = { type: 'array', maxItems: 1_000_000, items: { type: 'string', maxLength: 1000 } }
    expect(bodyLimitOf(many, 'shop')).toBe(4096 * KIB)
    const text = { type: 'string', maxLength: 1000 }
    expect(bodyLimitOf(text, 'browser')).toBeLessThan(bodyLimitOf(text, 'shop'))
  })

  it('lets the largest basket in, also with every letter escaped', () => {
    const goods = Array.from({ length: 200 }, (_, at) => ({
      id: `sku-${at}`,
      name: '\\u00e9'.repeat(200),
      description: '\\u00e9'.repeat(500),
      link: `https://shop.example/${'a'.repeat(900)}`,
      price: 1099,
      quantity: 1,
    }))
    expect(JSON.stringify(goods, null, 2).length).toBeLessThan(bodyLimitOf(CreateCheckout, 'shop'))
  })

  it("lets a wallet's token in, and keeps a browser to 128 KiB", () => {
    expect(bodyLimitOf(PayRequest, 'browser')).toBeGreaterThan(2 * 16_384 + 8192)
    expect(bodyLimitOf(PayRequest, 'browser')).toBeLessThan(128 * KIB)
  })
})
