/** Opens each example shop and pays once; the emulator's books say what was charged. */
import { expect, test } from '@playwright/test'
import { CheckoutPage } from '../../packages/checkout-element/src/testing/checkout-page.ts'
import { EXAMPLES } from '../support/examples.ts'
import { exampleFacts } from '../support/examples-setup.ts'

type Ledger = { orders: { status: string; amount: number }[] }

const paidOrders = async (): Promise<number> => {
  const ledger = (await (await fetch(`${exampleFacts().emulatorUrl}/emulator/ledger`)).json()) as Ledger
  return ledger.orders.filter(({ status, amount }) => status === 'SUCCESS' && amount === 1890).length
}

// One after the other, so that each is known by the one charge it adds.
test.describe.configure({ mode: 'serial' })

for (const name of EXAMPLES) {
  test(`${name} takes a payment`, async ({ page }) => {
    const before = await paidOrders()
    await page.goto(exampleFacts().urls[name])
    if (name === 'nextjs') await page.getByRole('button', { name: 'Buy' }).click()
    const checkout = new CheckoutPage(page)
    await checkout.fillCard({ number: '4242 4242 4242 4242' })
    if (name === 'server-rendered') await page.getByRole('button', { name: 'Buy for €18.90' }).click()
    else await checkout.pay()
    await expect(page.locator('[data-order-state]')).toHaveAttribute('data-order-state', 'succeeded')
    expect(await paidOrders()).toBe(before + 1)
  })
}
