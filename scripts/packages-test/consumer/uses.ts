/** Every export of the packages once, as a shop's own code would import it. Only checked for types. */
import type { Config } from '@paykka-checkout/bff'
import { buildApp, loadConfig } from '@paykka-checkout/bff'
import { createShopClient } from '@paykka-checkout/bff/client'
import type { Payment, ShopEvent } from '@paykka-checkout/client'
import { createClient, ShopProblem, verifyEvent } from '@paykka-checkout/client'
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

export const bff = createClient({ url: 'https://pay.shop.example', secretKey: 'k'.repeat(32) })
createShopClient satisfies typeof createClient

export async function sell(): Promise<string> {
  const { clientSecret } = await bff('POST /v1/checkouts', { body: order, idempotencyKey: 'order-A-1' })
  return clientSecret
}

export async function giveBack({ id }: Payment): Promise<boolean> {
  try {
    // @ts-expect-error money needs an idempotency key
    await bff('POST /v1/payments/:id/refunds', { params: { id }, body: { amount } })
    const input = {
      params: { id },
      body: { amount, reason: 'duplicate' as const },
      idempotencyKey: 'refund-1',
    }
    const { operation } = await bff('POST /v1/payments/:id/refunds', input)
    return operation.status === 'succeeded'
  } catch (error) {
    if (error instanceof ShopProblem && error.code === 'amount_too_high') return false
    throw error
  }
}

export function hear(body: Uint8Array, headers: Record<string, string>): string {
  const event: ShopEvent = verifyEvent(body, headers, 'whsec_')
  if (event.type === 'refund.succeeded') return event.data.operation.id
  if (event.type === 'dispute.reported') return String(event.data.dispute.stage)
  // @ts-expect-error no event of a payment needs an operation
  return event.data.operation.id
}

export const config = (env: Record<string, string>): Config => loadConfig(env)
export { buildApp, CheckoutPage, PaykkaSavedCards, PaymentStatus, renderSkeleton, startEmulator, texts }
