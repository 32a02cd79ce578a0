/** The footer's switcher, the ways back after errors, and the receipt, against a fake BFF over real HTTP. */
import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LANGUAGES, THEMES } from '../src/preferences.ts'
import type { FakeBff } from './support/fake-bff.ts'
import { startFakeBff } from './support/fake-bff.ts'
import { openShop, Shopper } from './support/shopper.ts'

let bff: FakeBff
let shopper: Shopper

beforeEach(async () => {
  bff = await startFakeBff()
  shopper = new Shopper(await openShop(bff.url))
  await shopper.add('stoneware-mug')
})
afterEach(() => bff.close())

describe('the switcher in the footer', () => {
  it('changes theme, colors, layout, language and currency, and stays on the page', async () => {
    const form = { theme: 'ink', colors: 'dark', layout: 'accordion', language: 'ar', currency: 'JPY' }
    const referer = 'http://localhost:4000/checkout'
    expect((await shopper.post('/preferences', form, { referer })).location).toBe('/checkout')
    const { body } = await shopper.get('/checkout')
    expect(body).toContain('data-colors="dark"')
    expect(body).toContain('href="/themes/ink.css"')
    expect(body).toMatch(/<paykka-checkout [^>]*locale="ar" layout="accordion"/)
    expect(body).toContain('¥2,800')
    expect(bff.checkouts.at(-1)).toMatchObject({ locale: 'ar', amount: { value: 2800, currency: 'JPY' } })
  })

  it('ignores what is not on offer', async () => {
    const form = { theme: '../../secret', colors: 'toString', layout: 'x', language: 'tlh', currency: 'XXX' }
    await shopper.post('/preferences', form)
    const { body } = await shopper.get('/checkout')
    expect(body).toContain('href="/public/payment-form.css"')
    expect(body).toMatch(/<paykka-checkout [^>]*locale="en" layout="tabs"/)
  })

  it.each(['https://evil.example//evil.example', 'http://localhost:4000//evil.example', 'not a url', ''])(
    'goes home from %j',
    async (referer) => {
      expect((await shopper.post('/preferences', {}, { referer })).location).toBe('/')
    },
  )

  it("offers all languages and all of the element's themes", async () => {
    const files = readdirSync(new URL('../../../packages/checkout-element/themes', import.meta.url))
    const names = files.map((file) => file.replace('.css', ''))
    expect(Object.keys(THEMES).toSorted()).toEqual([...names, 'shop'].toSorted())
    expect(Object.keys(LANGUAGES)).toHaveLength(39)
    expect((await shopper.get('/themes/ink.css')).status).toBe(200)
  })
})

describe('after an error', () => {
  const TOO_LONG = '1'.repeat(17)
  it.each([
    ['/orders/MW-1/back-office/refund', { key: 'short', amount: TOO_LONG }, '/orders/MW-1'],
    ['/basket/change', { product: 'stoneware-mug', quantity: '99' }, '/basket'],
    ['/delivery', { firstName: 'x'.repeat(401) }, '/delivery'],
  ])('a refused form %s leads back, with and without a referrer', async (url, form, back) => {
    for (const headers of [{}, { referer: `http://localhost:4000${back}` }]) {
      const { status, body } = await shopper.post(url, form as Record<string, string>, headers)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(body).toContain(`<a class="button" href="${back}">Back to`)
    }
  })

  it.each(['/account', '/checkout'])('%s can be opened again when the BFF was away', async (url) => {
    await bff.close()
    expect((await shopper.get(url)).body).toContain(`<a class="button" href="${url}">Try again</a>`)
  })

  it('a failed subscription leads back to the account', async () => {
    await bff.close()
    const headers = { referer: 'http://localhost:4000/account' }
    const { body } = await shopper.post('/subscription', {}, headers)
    expect(body).toContain('<a class="button" href="/account">Back to your account</a>')
  })

  it('an unknown order is not worth another try', async () => {
    const { body } = await shopper.get('/orders/MW-0')
    expect(body).not.toContain('Try again')
    expect(body).toContain('href="/"')
  })
})

describe('the receipt', () => {
  const paid = (status: string, change: Record<string, unknown>) => {
    const payment = {
      id: 'pay_1',
      status,
      amount: { value: 1890, currency: 'EUR' },
      method: 'card',
      createdAt: '2026-11-30T12:00:00.000Z',
      supportCode: 'ABCD-EFGH',
      history: [],
      ...change,
    }
    const declined = { ...payment, id: 'pay_0', status: 'declined', supportCode: 'ZZZZ-ZZZZ' }
    const state = status === 'authorized' ? 'authorized' : 'succeeded'
    Object.assign(bff.checkouts[0] ?? {}, { status: state, payments: [declined, payment] })
  }
  const order = async () => (await shopper.get(`/orders/${bff.checkouts[0]?.orderReference}`)).body

  it.each([
    ['succeeded', { card: { brand: 'visa', last4: '4242' } }, 'Visa ending in 4242', 'We pack it now'],
    ['authorized', { method: 'apple_pay' }, 'Apple Pay', 'charged when it ships'],
    ['succeeded', { method: 'hosted', way: { code: 'ideal', name: 'iDEAL' } }, 'iDEAL', 'We pack it now'],
    ['refunded', {}, 'Card', 'goes back to you'],
  ])(
    'tells amount, date, method, references and what comes next: %s %j',
    async (status, change, method, next) => {
      await shopper.get('/checkout')
      paid(status, { ...change, paidAt: '2026-11-30T13:05:00.000Z' })
      const body = await order()
      expect(body).toContain('<p class="receipt-sum">€18.90</p>')
      expect(body).toContain('November 30, 2026 at 1:05 PM UTC')
      expect(body).toContain(`${method}</dd>`)
      expect(body).toContain(next)
      expect(body).toContain('ABCD-EFGH')
      expect(body).not.toContain('ZZZZ-ZZZZ')
    },
  )

  it('is not there before an order is paid', async () => {
    await shopper.get('/checkout')
    expect(await order()).not.toContain('class="card receipt"')
  })

  it('names a subscription', async () => {
    await shopper.post('/subscription', {})
    paid('succeeded', {})
    const body = await order()
    expect(body).toContain('House coffee every month')
    expect(body).toContain('we charge the same card until you end it')
  })
})
