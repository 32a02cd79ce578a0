/** Card entry by PayKKa's Encrypted Card script: with separate servers, because this BFF accepts cards in no other way. */
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import getPort from 'get-port'
import type { CreatedCheckout } from '../../packages/shared-types/src/checkout.ts'
import { Books, readJson } from '../support/books.ts'
import { CARDS } from '../support/cards.ts'
import type { Servers } from '../support/stack.ts'
import { startServers } from '../support/stack.ts'
import { test as base, expect } from '../support/test.ts'

/** The one the emulator knows. */
const ENCRYPTED_CARD_CLIENT_KEY = `ck_${'0'.repeat(32)}`

type World = { servers: Servers; storefront: string }

const test = base.extend<object, { world: World }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from this pattern.
    async ({}, use) => {
      const port = await getPort()
      const storefront = `http://localhost:${port}`
      const bff = { CARD_ENTRY: 'encrypted-card', ENCRYPTED_CARD_CLIENT_KEY }
      const servers = await startServers({ bff, origins: [storefront] })
      const pages = await servePage(servers, port)
      await use({ servers, storefront })
      pages.close()
      await servers.stop()
    },
    // Starting servers takes a while on a busy machine.
    { scope: 'worker', timeout: 120_000 },
  ],
})
test.describe.configure({ timeout: 120_000 })

test('pays under the policy the BFF asks for, and no card number reaches the BFF', async ({
  page,
  watch,
  world,
}) => {
  const { servers, storefront } = world
  const { id, clientSecret } = await createCheckout(world)
  await page.goto(`${storefront}/?${clientSecret}`)
  await page.locator('[data-eci="cardNumber"] input').fill(CARDS.succeeds)
  await page.locator('[data-eci="expiryDate"] input').fill('12/34')
  await page.locator('[data-eci="securityCode"] input').fill('123')
  await page.getByLabel('Name on card').fill('Ada Lovelace')
  await page.getByRole('button', { name: 'Pay €11.99' }).click()
  await expect(page.getByRole('heading', { name: 'Payment successful' })).toBeVisible()

  const books = new Books(servers)
  await books.expectOneCharge(id, 1199)
  expect((await books.checkout(id)).payments.map(({ method }) => method)).toEqual(['encrypted_card'])
  const sent = watch.requests.find((request) => request.url().endsWith('/payments'))?.postData()
  expect(sent).toContain('"encryptedCardNumber":"emulator.sealed.')
  expect(sent).not.toContain(CARDS.succeeds)
  expect(readFileSync(servers.logFile, 'latin1')).not.toContain(CARDS.succeeds)
})

async function createCheckout({ servers, storefront }: World): Promise<CreatedCheckout> {
  const order = {
    orderReference: 'encrypted-1',
    amount: { value: 1199, currency: 'EUR' },
    returnUrl: `${storefront}/`,
    // Wallets would load scripts of others.
    methods: ['card'],
  }
  const headers = { authorization: `Bearer ${servers.secretKey}`, 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(order) }
  const response = await fetch(`${servers.bffUrl}/v1/checkouts`, init)
  expect(response.status).toBe(201)
  return (await response.json()) as CreatedCheckout
}

/** A storefront of one page, whose policy is exactly what the BFF's list allows. */
async function servePage({ bffUrl }: Servers, port: number): Promise<Server> {
  const { policy } = await readJson<{ policy: string }>(`${bffUrl}/csp`)
  const server = createServer((request, response) => {
    const [path, clientSecret = ''] = (request.url ?? '').split('?')
    const headers = {
      'content-type': 'text/html',
      'content-security-policy': `default-src 'none'; ${policy}`,
    }
    response.writeHead(path === '/' ? 200 : 404, headers).end(pageWith(bffUrl, clientSecret))
  })
  await new Promise<void>((resolve) => server.listen(port, resolve))
  return server
}

const pageWith = (bffUrl: string, clientSecret: string) => `<!doctype html>
<html lang="en"><title>Pay</title>
<script type="module" src="${bffUrl}/element/v1/define.js"></script>
<paykka-checkout bff-url="${bffUrl}" client-secret="${clientSecret}" card-entry="encrypted-card"></paykka-checkout>`
