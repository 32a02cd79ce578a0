/** The element in the templates of frameworks and in a server's own page, each with the strictest policy a page can have. */
import type { Page } from '@playwright/test'
import { CheckoutPage } from '../../packages/checkout-element/src/testing/checkout-page.ts'
import { readJson } from '../support/books.ts'
import { CARDS } from '../support/cards.ts'
import type { StackFacts } from '../support/stack.ts'
import { expect, test } from '../support/test.ts'

const NUMBER = '4242 4242 4242 4242'

for (const framework of ['react', 'vue', 'svelte', 'angular']) {
  test(`${framework}: properties, events, re-rendering, leaving and coming back, and the form around it`, async ({
    page,
    stack,
    watch,
  }) => {
    const checkout = new CheckoutPage(page)
    const element = page.locator('paykka-checkout')
    const number = page.frameLocator('paykka-checkout iframe').locator('#number')
    await page.goto(`${stack.frameworksUrl}/${framework}`)
    await checkout.fillCard({ number: CARDS.succeeds })
    await expect(page.locator('#card')).toHaveText('visa ending in 4242')
    await expect(element).toContainText('We never see your card number.')

    await page.getByLabel('Note for the courier').fill('Ring twice')
    await page.getByLabel('Dark').check()
    await expect(element).toHaveAttribute('theme', 'dark')
    await expect(page.locator('form > p')).toContainText('Ring twice')
    await expect(number).toHaveValue(NUMBER)

    await page.getByLabel('Pay now').uncheck()
    await expect(element).toHaveCount(0)
    await page.getByLabel('Pay now').check()
    await checkout.waitForForm()
    await expect(number).toHaveValue('')

    await checkout.fillCard({ number: CARDS.succeeds })
    await page.getByRole('button', { name: 'Buy' }).click()
    await expectPaid(stack, await receiptOn(page))
    expect(watch.consoleErrors).toEqual([])
  })
}

test('react: hydrates what its server wrote, and finds the payment again after the bank', async ({
  page,
  stack,
  watch,
}) => {
  const answer = await page.request.get(`${stack.frameworksUrl}/react`)
  const written =
    /<paykka-checkout name="payment" pay-button="none" bff-url="http[^"]+" client-secret="cs_[^"]+" theme="light">/
  expect(await answer.text()).toMatch(written)
  const checkout = new CheckoutPage(page)
  await page.goto(`${stack.frameworksUrl}/react`)
  await checkout.fillCard({ number: CARDS.challenge })
  await page.getByRole('button', { name: 'Buy' }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.waitForURL('**/react?checkout=*')
  await checkout.waitForStatus('paid')
  expect(watch.consoleErrors).toEqual([])
})

test('a page without a framework: its place is kept before the script runs, and its form posts the payment', async ({
  page,
  stack,
  watch,
}) => {
  const address = `${stack.frameworksUrl}/plain`
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.goto(address)
  const place = await page.locator('paykka-checkout').boundingBox()
  expect(place?.height).toBeGreaterThan(300)
  watch.consoleErrors.length = 0

  await page.unroute('**/assets/*.js')
  const checkout = new CheckoutPage(page)
  await page.goto(address)
  await checkout.fillCard({ number: CARDS.succeeds })
  const filled = await page.locator('paykka-checkout').boundingBox()
  expect(Math.abs((filled?.height ?? 0) - (place?.height ?? 0))).toBeLessThan(0.5)
  await page.getByRole('button', { name: 'Buy' }).click()
  await page.waitForURL('**/plain/orders')
  await expect(page.locator('output')).toHaveText('succeeded')
  expect(watch.consoleErrors).toEqual([])
})

async function receiptOn(page: Page): Promise<string> {
  await expect(page.locator('output')).toHaveText(/^pay_\w+/)
  return (await page.locator('output').textContent()) ?? ''
}

async function expectPaid({ bffUrl, secretKey }: StackFacts, id: string): Promise<void> {
  const { payment } = await readJson<{ payment: { status: string } }>(
    `${bffUrl}/v1/payments/${id}`,
    secretKey,
  )
  expect(payment.status).toBe('succeeded')
}
