/** Where the card number can be seen: in the frame that takes it, and nowhere else. */
import type { Page } from '@playwright/test'
import { CARDS } from '../support/cards.ts'
import { chooseInline } from '../support/isolation.ts'
import type { Shopper } from '../support/shopper.ts'
import { expect, test } from '../support/test.ts'
import type { Watch } from '../support/watch.ts'

/** Succeeds too, and is not among the test cards the shop prints on its page. */
const UNLISTED = '4012888888881881'
const SPACED = '4242 4242 4242 4242'
const HOLDER = 'Quirina Zabludovsky'

test('the card is in no storage, address, console line, clear-text request or element of the page', async ({
  shopper,
  stack,
  watch,
}) => {
  await shopper.startCheckout()
  await shopper.checkout.fillCard({ number: UNLISTED, name: HOLDER })
  expectNoCard('the page while typing', await readPage(shopper.page))
  await shopper.pay()
  await shopper.expectOrder('succeeded')

  expectNoCard('the page after paying', await readPage(shopper.page))
  expectNoCard('storage and cookies', JSON.stringify(await shopper.page.context().storageState()))
  expectNoCard('the console', watch.consoleLines.join('\n'))
  expectNoCard('requests', requestText(watch))

  const hosts = new Set(watch.requests.map((request) => new URL(request.url()).origin))
  expect([...hosts].sort()).toEqual([stack.bffUrl, stack.shopUrl].sort())
  const sealed = watch.requests.filter((request) => request.postData()?.includes('"card"'))
  expect(sealed.map((request) => request.url())).toEqual([`${stack.bffUrl}/client/v1/checkout/payments`])
  const body = sealed[0]?.postDataJSON() as { method: { card: string } }
  expect(body.method.card).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/)
})

test('the description of the API is a page that asks this server alone, and has no field for a key', async ({
  page,
  stack,
  watch,
}) => {
  // Two megabytes of script on a machine that may be busy.
  test.slow()
  await page.goto(`${stack.bffUrl}/docs`)
  await page.getByText('Create a checkout', { exact: true }).click({ timeout: 60_000 })
  await expect(page.getByText('order-1001').first()).toBeVisible({ timeout: 30_000 })
  // The page shows the example of a header in a field, which nobody can change. It has no other one.
  const fields = page.locator('input, textarea, [contenteditable]')
  await expect(fields).toHaveCount(1)
  await expect(fields).toBeDisabled()
  await expect(fields).toHaveValue('order-1001-checkout-1')
  expect(new Set(watch.requests.map((request) => new URL(request.url()).origin))).toEqual(
    new Set([stack.bffUrl]),
  )
})

test('a script of the host page reads no digit typed into the frame', async ({ shopper }) => {
  await listenOnPage(shopper.page)
  await shopper.startCheckout()
  await shopper.checkout.waitForForm()
  await typeCard(shopper)
  await expect(shopper.field('number')).toHaveValue(SPACED)
  expect(await heardDigits(shopper.page)).toEqual({ keys: '', values: '' })
  expect(await reachIntoFrame(shopper.page)).toBe('closed')
})

test('the same script reads all 16 digits where the shop chose inline entry', async ({ shopper, books }) => {
  await listenOnPage(shopper.page)
  await chooseInline(shopper.page)
  const checkout = await shopper.startCheckout()
  const form = shopper.page.locator('paykka-checkout paykka-card-form')
  await shopper.checkout.waitForForm()
  await form.locator('#number').pressSequentially(CARDS.succeeds)
  const { keys, values } = await heardDigits(shopper.page)
  expect(keys).toBe(CARDS.succeeds)
  expect(values).toContain(CARDS.succeeds)

  await form.locator('#expiry').fill('12 / 34')
  await form.locator('#cvc').fill('123')
  await form.locator('#holder').fill(HOLDER)
  await shopper.pay()
  await shopper.expectOrder('succeeded')
  await books.expectOneCharge(checkout)
})

async function typeCard(shopper: Shopper): Promise<void> {
  await shopper.field('number').pressSequentially(CARDS.succeeds)
  await shopper.field('expiry').pressSequentially('1234')
  await shopper.field('cvc').pressSequentially('123')
}

/** What a skimmer does: listens first, on everything, in the capture phase, and looks into open shadow roots. */
async function listenOnPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (window !== window.top) return
    const heard = { keys: '', values: '' }
    Object.assign(window, { heard })
    const types = ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'change', 'paste', 'message']
    for (const type of types) {
      const listen = (event: Event) => {
        if (type === 'keydown') heard.keys += (event as KeyboardEvent).key.replace(/\D/g, '')
        const [target] = event.composedPath()
        const value = target instanceof HTMLInputElement ? target.value : ''
        const message = event instanceof MessageEvent ? JSON.stringify(event.data) : ''
        heard.values += (value + message).replace(/\D/g, '')
      }
      const target = type === 'message' ? window : document
      target.addEventListener(type, listen, true)
    }
  })
}

type Heard = { keys: string; values: string }

async function heardDigits(page: Page): Promise<Heard> {
  return await page.evaluate(() => (window as unknown as { heard: Heard }).heard)
}

/** Through the page to the frame, and no further. */
async function reachIntoFrame(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const frame = document.querySelector('paykka-checkout')?.shadowRoot?.querySelector('iframe')
    if (!frame) return 'no frame'
    if (frame.contentDocument) return 'open'
    try {
      return String(frame.contentWindow?.document.body.textContent)
    } catch {
      return 'closed'
    }
  })
}

/** Markup with every attribute, through open shadow roots, and what else a page script could read. */
async function readPage(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const markup = (root: Element | ShadowRoot): string => {
      const inner = [...root.querySelectorAll('*')].map((node) => {
        const value = node instanceof HTMLInputElement ? node.value : ''
        return node.cloneNode(false) instanceof Element
          ? (node.cloneNode(false) as Element).outerHTML +
              value +
              (node.shadowRoot ? markup(node.shadowRoot) : '')
          : ''
      })
      return inner.join('\n') + (root.textContent ?? '')
    }
    const rest = [location.href, window.name, document.cookie, JSON.stringify(history.state), document.title]
    const stores = [localStorage, sessionStorage].map((store) => JSON.stringify(store))
    return [markup(document.documentElement), ...rest, ...stores].join('\n')
  })
}

function requestText(watch: Watch): string {
  return watch.requests
    .map((request) => [request.url(), JSON.stringify(request.headers()), request.postData() ?? ''].join('\n'))
    .join('\n')
}

function expectNoCard(where: string, text: string): void {
  for (const trace of [UNLISTED, '4012 8888', '8888 1881', HOLDER]) expect(text, where).not.toContain(trace)
}
