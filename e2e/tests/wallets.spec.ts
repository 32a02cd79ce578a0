/** Apple Pay and Google Pay in the demo shop, with doubles of their scripts and tokens the emulator really opens. */
import type { Checkout } from '../../packages/shared-types/src/checkout.ts'
import type { Shopper } from '../support/shopper.ts'
import { expect, test } from '../support/test.ts'
import type { WalletName } from '../support/wallet-sheet.ts'
import { WalletSheet } from '../support/wallet-sheet.ts'

const WALLETS: WalletName[] = ['Apple Pay', 'Google Pay']

async function openSheet(shopper: Shopper, wallet: WalletName): Promise<WalletSheet> {
  const sheet = new WalletSheet(shopper.page, wallet)
  await sheet.open()
  return sheet
}

for (const wallet of WALLETS) {
  test.describe(wallet, () => {
    test('pays the order once, and the page learns nothing', async ({ shopper, books, watch }) => {
      const events = await hearEvents(shopper)
      const secrets = await secretsMintedIn(shopper)
      const checkout = await shopper.startCheckout()
      const sheet = await openSheet(shopper, wallet)
      await sheet.expectTotal('11.99 EUR')
      await sheet.pay()
      await shopper.expectOrder('succeeded')
      await books.expectOneCharge(checkout, 1199)
      const session = (await books.ledger()).requests['/v3/payment/acq/apple-pay/create-session'] ?? 0
      if (wallet === 'Apple Pay') expect(session).toBeGreaterThan(0)
      expect(watch.consoleErrors).toEqual([])
      expect(secrets.length).toBeGreaterThan(0)
      expect(events.join()).toContain('paykka-success')
      const reported = [await shopper.page.content(), watch.consoleLines.join('\n'), events.join('\n')].join(
        '\n',
      )
      for (const secret of secrets) expect(reported).not.toContain(secret)
    })

    test('canceled: nothing is charged, and another try pays', async ({ shopper, books }) => {
      const checkout = await shopper.startCheckout()
      const sheet = await openSheet(shopper, wallet)
      await sheet.cancel()
      await shopper.checkout.waitForStatus('ready')
      expect(await shopper.checkout.message()).toBe('')
      await books.expectNoCharge(checkout)
      await (await openSheet(shopper, wallet)).pay()
      await shopper.expectOrder('succeeded')
      await books.expectOneCharge(checkout)
    })

    test('delivery chosen in the sheet is charged with it', async ({ shopper, books }) => {
      const checkout = await shopper.startCheckout()
      const sheet = await openSheet(shopper, wallet)
      await sheet.choose('Deliver to', 'Ken Sample')
      await sheet.choose('Delivery', 'Express')
      await sheet.expectTotal('21.89 EUR')
      await expect(shopper.page.locator('[data-summary-total]')).toHaveText('€21.89')
      await sheet.pay()
      await shopper.expectOrder('succeeded')
      await books.expectOneCharge(checkout, 2189)
      await expect(shopper.page.locator('.address')).toContainText('1-2-3 Marunouchi')
    })

    test('delivery chosen and then canceled leaves the old price', async ({ shopper }) => {
      await shopper.startCheckout()
      const sheet = await openSheet(shopper, wallet)
      await sheet.choose('Delivery', 'Express')
      await sheet.expectTotal('21.89 EUR')
      await sheet.cancel()
      await expect(shopper.payButton).toHaveText('Pay €11.99')
      await expect(shopper.page.locator('[data-summary-total]')).toHaveText('€11.99')
    })

    test('an address the shop does not deliver to is reported in the sheet', async ({ shopper, books }) => {
      const checkout = await shopper.startCheckout()
      const sheet = await openSheet(shopper, wallet)
      await sheet.choose('Deliver to', 'Roald Faraway')
      await expect(sheet.dialog.getByRole('alert')).toHaveText('We do not deliver there.')
      await sheet.pay()
      await expect(sheet.dialog.getByRole('alert')).toHaveText('We do not deliver there.')
      await books.expectNoCharge(checkout)
    })

    test('an amount changed behind the sheet ends in amount-changed, not in a charge', async ({
      shopper,
      books,
      stack,
    }) => {
      const checkout = await shopper.startCheckout()
      const sheet = await openSheet(shopper, wallet)
      const response = await fetch(`${stack.bffUrl}/v1/checkouts/${checkout}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${stack.secretKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ amount: { value: 1499, currency: 'EUR' } }),
      })
      expect(((await response.json()) as Checkout).version).toBe(2)
      await sheet.expectTotal('11.99 EUR')
      await sheet.pay()
      await shopper.checkout.waitForStatus('amount-changed')
      expect(await shopper.checkout.message()).toContain(
        'It was €11.99 and is now €14.99. Nothing was charged.',
      )
      await books.expectNoCharge(checkout)
    })

    test('a declined card is reported on the page', async ({ shopper, books }) => {
      const checkout = await shopper.startCheckout()
      const sheet = await openSheet(shopper, wallet)
      await sheet.choose('Card', 'VISA •••• 0002')
      await sheet.pay()
      await shopper.checkout.waitForStatus('declined')
      await books.expectNoCharge(checkout)
    })
  })
}

test('a Google Pay card on file passes through 3-D Secure, a device token does not', async ({
  shopper,
  books,
}) => {
  const checkout = await shopper.startCheckout()
  const sheet = await openSheet(shopper, 'Google Pay')
  await sheet.choose('Authentication', 'PAN_ONLY')
  await sheet.pay()
  await shopper.answerBank('Approve')
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout, 1199)
})

/** Every event of the element as text, its fields included, as they come. */
async function hearEvents({ page }: Shopper): Promise<string[]> {
  const heard: string[] = []
  await page.exposeFunction('reportEvent', (text: string) => heard.push(text))
  await page.addInitScript(() => {
    const { reportEvent } = window as unknown as { reportEvent(text: string): void }
    for (const name of ['submit', 'success', 'availability', 'shipping-contact', 'shipping-method', 'error'])
      document.addEventListener(`paykka-${name}`, (event) => {
        reportEvent(
          `${event.type} ${Object.entries(event).map(([key, value]) => `${key} ${JSON.stringify(value)}`)}`,
        )
      })
  })
  return heard
}

/** The secret parts of the token the emulator makes for this sheet, filled in when it does. */
async function secretsMintedIn({ page }: Shopper): Promise<string[]> {
  const secrets: string[] = []
  await page.route(/wallets\/(apple|google)-pay-token$/, async (route) => {
    const response = await route.fetch()
    const body = await response.text()
    const parts = body.matchAll(/(?:data|signature|encryptedMessage|tag)\W{2,10}([\w+/=]{24,})/g)
    for (const [, value = ''] of parts) secrets.push(value.slice(0, 24))
    await route.fulfill({ response, body })
  })
  return secrets
}
