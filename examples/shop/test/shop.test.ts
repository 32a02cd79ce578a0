/** The shop's edges: tampered forms, foreign sites, a BFF that is away, and the headers of every page. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../src/config.ts'
import type { FakeBff } from './support/fake-bff.ts'
import { SECRET_KEY, startFakeBff } from './support/fake-bff.ts'
import { openShop, Shopper } from './support/shopper.ts'

let bff: FakeBff
let shopper: Shopper

beforeEach(async () => {
  bff = await startFakeBff()
  shopper = new Shopper(await openShop(bff.url))
})
afterEach(() => bff.close())

describe('forms', () => {
  it.each(['-1', '1.5', '1e3', '999', '', 'NaN'])('refuses the quantity %j', async (quantity) => {
    expect((await shopper.add('stoneware-mug', quantity)).status).toBe(422)
    expect((await shopper.get('/basket')).body).toContain('Your basket is empty')
  })

  it('has no field for a price, and no unknown product', async () => {
    await shopper.post('/basket/add', { product: 'stoneware-mug', quantity: '1', price: '1' })
    expect((await shopper.get('/basket')).body).toContain('€18.90')
    expect((await shopper.add('__proto__')).status).toBe(404)
  })

  it.each([{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])(
    'refuses a form from another site: %j',
    async (headers) => {
      const answer = await shopper.post('/basket/add', { product: 'stoneware-mug', quantity: '1' }, headers)
      expect(answer.status).toBe(403)
    },
  )

  it('names what is wrong with a delivery address, and escapes it', async () => {
    const answer = await shopper.post('/delivery', { email: '"><script>', firstName: 'Ada', country: 'XX' })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('Enter an email address like')
    expect(answer.body).toContain('Enter the city.')
    expect(answer.body).not.toContain('"><script>')
  })
})

describe('when the BFF is away', () => {
  it('says so, keeps the basket, and lets it change', async () => {
    await shopper.add('stoneware-mug')
    await shopper.get('/checkout')
    await bff.close()
    const page = await shopper.get('/checkout')
    expect(page.status).toBe(503)
    expect(page.headers['retry-after']).toBe('10')
    expect(page.body).toContain('Your basket is kept')
    expect((await shopper.add('stoneware-mug')).status).toBe(303)
    expect((await shopper.get('/basket')).body).toContain('€37.80')
  })
})

describe('every page', () => {
  it.each(['/', '/basket', '/delivery', '/nowhere'])(
    '%s carries the strict headers and a skip link',
    async (url) => {
      const { headers, body } = await shopper.get(url)
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'self'")
      expect(policy).toContain(`frame-src ${bff.url}`)
      expect(policy).not.toMatch(/unsafe|\*/)
      expect(headers['cache-control']).toBe('no-store')
      expect(body).toContain('href="#main"')
      expect(body).not.toMatch(/ style=|<style| on[a-z]+="/)
    },
  )

  it('lives under one name, so that the BFF knows its origin', async () => {
    const shop = await openShop(bff.url)
    const answer = await shop.inject({ url: '/basket', headers: { host: '127.0.0.1:4000' } })
    expect(answer.headers.location).toBe('http://localhost:4000/basket')
  })

  it('gives the visitor a cookie that scripts cannot read', async () => {
    const { headers } = await shopper.add('stoneware-mug')
    expect(headers['set-cookie']).toMatch(/^shop_visitor=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax/)
  })
})

describe('readConfig', () => {
  it('has a default for all but the key', () => {
    const config = readConfig({ BFF_SECRET_KEY: SECRET_KEY })
    expect(config).toMatchObject({
      port: 4000,
      publicUrl: 'http://localhost:4000',
      bffUrl: 'http://localhost:4020',
    })
  })

  it('names every wrong setting at once and no secret', () => {
    const env = { SHOP_PORT: '80a', BFF_URL: 'localhost:4020/x', BFF_SECRET_KEY: 'short' }
    expect(() => readConfig(env)).toThrow(ConfigError)
    expect(() => readConfig(env)).toThrow(/SHOP_PORT.*BFF_URL.*BFF_SECRET_KEY/)
    expect(() => readConfig(env)).not.toThrow(/short/)
  })
})
