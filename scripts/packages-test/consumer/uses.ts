/** Every export of the packages once, as a shop's own code would import it. Only checked for types. */
import type { Config } from '@paykka-checkout/bff'
import { buildApp, loadConfig } from '@paykka-checkout/bff'
import { createShopClient } from '@paykka-checkout/bff/client'
import type { PaykkaCheckout, PaykkaSuccessEvent } from '@paykka-checkout/element'
import { renderSkeleton } from '@paykka-checkout/element'
import { startEmulator } from '@paykka-checkout/emulator'
import '@paykka-checkout/element/define'
import '@paykka-checkout/element/define-express'
import { PaykkaSavedCards } from '@paykka-checkout/element/define-saved-cards'
import { texts } from '@paykka-checkout/element/locales/de'
import { CheckoutPage } from '@paykka-checkout/element/testing'
import type { CreateCheckout, Money } from '@paykka-checkout/shared-types'
import { PaymentStatus } from '@paykka-checkout/shared-types'

const amount: Money = { value: 1099, currency: 'EUR' }
export const order: CreateCheckout = {
  orderReference: 'A-1',
  amount,
  returnUrl: 'https://shop.example/thanks',
}

document.querySelector('paykka-checkout')?.addEventListener('paykka-success', (event: PaykkaSuccessEvent) => {
  console.log(event.payment?.paymentId satisfies string | undefined)
})
const element: PaykkaCheckout = document.createElement('paykka-checkout')
element.clientSecret = 'cs'
// @ts-expect-error there is no such layout
element.layout = 'circle'
document.createElement('paykka-saved-cards') satisfies PaykkaSavedCards

export async function sell(): Promise<string> {
  const bff = createShopClient({ url: 'https://pay.shop.example', secretKey: 'k' })
  // @ts-expect-error money needs an idempotency key
  await bff('POST /v1/checkouts', { body: order })
  const { clientSecret } = await bff('POST /v1/checkouts', {
    body: order,
    idempotencyKey: 'order-A-1-000000',
  })
  return clientSecret
}

export const config = (env: Record<string, string>): Config => loadConfig(env)
export { buildApp, CheckoutPage, PaykkaSavedCards, PaymentStatus, renderSkeleton, startEmulator, texts }
