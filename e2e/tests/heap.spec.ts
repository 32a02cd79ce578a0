/** After paying, the JavaScript heaps of page and frame hold no card: what a crash report or an extension could take along. */
import type { Page } from '@playwright/test'
import { readHeaps } from '../support/heap.ts'
import { expect, test } from '../support/test.ts'

/** Succeeds, and is on no page of the shop. */
const NUMBER = '4012888888881881'
const PLANTED = '6011000990139424'
/** As the form writes it. */
const grouped = (number: string) => number.replace(/(\d{4})(?=\d)/g, '$1 ')

function times(heaps: string, number: string): number {
  return [number, grouped(number)].reduce((sum, form) => sum + heaps.split(form).length - 1, 0)
}

async function cardFrame(page: Page) {
  const handle = await page.locator('paykka-checkout iframe').elementHandle()
  const frame = await handle?.contentFrame()
  if (!frame) throw new Error('no card frame')
  return frame
}

test('the heap of page and frame holds the number while it is typed, and not after it paid', async ({
  shopper,
}) => {
  // Two snapshots of tens of megabytes.
  test.slow()
  const { page, checkout } = shopper
  // The browser stays on the payment page, whose heap is looked into.
  await page.route('**/orders/**', (route) => route.fulfill({ status: 204 }))
  await shopper.startCheckout()
  await checkout.waitForForm()
  // Key by key: the whole number would reach the page as an argument of the test.
  await shopper.field('number').pressSequentially(NUMBER)
  await shopper.field('expiry').pressSequentially('1234')
  await shopper.field('cvc').pressSequentially('123')
  await shopper.field('holder').pressSequentially('Alex Shopper')
  const typing = times(await readHeaps(page, await cardFrame(page)), NUMBER)

  await shopper.pay()
  await checkout.waitForStatus('paid')
  await page.evaluate((planted) => Object.assign(window, { planted }), PLANTED)
  const heaps = await readHeaps(page)
  const [after, control] = [times(heaps, NUMBER), times(heaps, PLANTED)]
  test.info().annotations.push({
    type: 'figure',
    description: `${after}; ${typing} while typing, planted found ${control} times`,
  })
  expect(typing).toBeGreaterThan(0)
  expect(control).toBeGreaterThan(0)
  expect(after).toBe(0)
})
