/** Safari with Apple's script blocked: the native button opens the same sheet. No `<apple-pay-button>` is defined here. */
import { expect } from 'chai'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { applePaySessionFor } from '../../../src/testing/wallets/apple-pay-session.ts'
import { watchClicks } from '../../../src/testing/wallets/clicks.ts'
import { checkout } from '../../support/checkout.ts'
import { FakeWorld } from '../../support/fake-world.ts'
import { walletView } from '../../support/wallets.ts'

customElements.define('paykka-checkout', PaykkaCheckout)

it("offers Apple Pay by the browser's own button where Apple's script is blocked", async () => {
  const world = new FakeWorld()
  const { wait } = world
  world.wait = (ms, signal) => (ms < 2000 ? Promise.resolve() : wait(ms, signal))
  world.surround(PaykkaCheckout)
  world.checkout = checkout({ cardEntry: 'inline', ...walletView })
  world.methodLoaders = { apple_pay: () => import('../../../src/methods/wallets/apple-pay/apple-pay.ts') }
  let opened = 0
  const unwatch = watchClicks(true)
  Object.assign(globalThis, {
    ApplePaySession: applePaySessionFor({
      supported: true,
      credentials: 'paymentCredentialsAvailable',
      refuses: false,
      patienceMs: 30_000,
      misbehaves: null,
      mint: () => Promise.reject(new Error('not in this test')),
      openSheet: () => {
        opened++
        return { show: () => undefined, close: () => undefined }
      },
    }),
  })
  const element = document.createElement('paykka-checkout')
  Object.assign(element, { cardEntry: 'inline', bffUrl: 'https://pay.shop.example', clientSecret: 'secret' })
  element.wallets = { applePay: { scriptUrl: 'http://localhost:1/no-such-script.js' } }
  const button = () => element.shadowRoot?.querySelector<HTMLButtonElement>('button.apple-pay') ?? null
  const shown = new Promise<void>((resolve) =>
    element.addEventListener('paykka-availability', () => resolve()),
  )
  document.body.append(element)
  await shown
  for (let turn = 0; turn < 50 && !button(); turn++) await world.settle()
  expect(button()?.ariaLabel).to.equal('Apple Pay')
  button()?.click()
  await world.settle()
  expect(opened).to.equal(1)
  element.remove()
  unwatch()
  Object.assign(globalThis, { ApplePaySession: undefined })
})
