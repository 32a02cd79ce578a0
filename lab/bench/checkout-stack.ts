/** Our side of the bench: the real BFF with the emulator behind it, and checkouts to pay. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { startStack } from '../../scripts/processes/stack.ts'

export type CheckoutStack = { bffUrl: string; newSecret(): Promise<string>; stop(): Promise<void> }

export async function startCheckoutStack(shopUrl: string): Promise<CheckoutStack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'paykka-bench-'))
  const [emulator, bff, shop] = await Promise.all([getPort(), getPort(), getPort()])
  const env = { bff: { BFF_ALLOWED_ORIGINS: shopUrl, CARD_ENTRY: 'frame' } }
  const stack = await startStack({ ports: { emulator, bff, shop }, dataDir, env })
  const { bffUrl, secretKey } = stack
  return {
    bffUrl,
    newSecret: () => createCheckout(bffUrl, secretKey, shopUrl),
    stop: async () => {
      await stack.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

let orders = 0

async function createCheckout(bffUrl: string, secretKey: string, shopUrl: string): Promise<string> {
  const orderReference = `bench-${process.pid}-${++orders}`
  const headers = {
    authorization: `Bearer ${secretKey}`,
    'content-type': 'application/json',
    // No row of digits: one in ten would pass for a card number, which the BFF refuses.
    'idempotency-key': `${orderReference}-create-checkout`,
  }
  const body = JSON.stringify(orderOf(orderReference, shopUrl))
  const response = await fetch(`${bffUrl}/v1/checkouts`, { method: 'POST', headers, body })
  const answer = (await response.json()) as { clientSecret?: string }
  if (!answer.clientSecret) throw new Error(`No checkout: ${response.status} ${JSON.stringify(answer)}`)
  return answer.clientSecret
}

function orderOf(orderReference: string, shopUrl: string) {
  const name = { firstName: 'Ada', lastName: 'Lovelace' }
  const email = 'ada@example.com'
  const address = {
    ...name,
    email,
    line1: '12 Dorset Street',
    city: 'London',
    postalCode: 'W1U',
    country: 'GB',
  }
  const link = `${shopUrl}/mug`
  const mug = { id: 'mug', name: 'Stoneware mug', category: 'kitchen', link, pictureUrl: link }
  return {
    orderReference,
    amount: { value: 4999, currency: 'EUR' },
    returnUrl: `${shopUrl}/ours`,
    // A card form beside a card form: the others load no wallet either.
    methods: ['card'],
    shopper: { email, ...name },
    goods: [{ ...mug, price: 4999, quantity: 1 }],
    billing: address,
    shipping: address,
    locale: 'en',
    expiresIn: 3600,
  }
}
