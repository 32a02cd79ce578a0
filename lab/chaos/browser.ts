/** Chromium, with a page of a shop that pays once and then follows the payment to its end. */
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'

/** As much of Playwright as is used; it belongs to the end-to-end tests and is looked up there. */
type Page = {
  goto(url: string): Promise<unknown>
  evaluate<A, R>(run: (argument: A) => Promise<R>, argument: A): Promise<R>
  close(): Promise<void>
}
type Launched = { newPage(): Promise<Page>; close(): Promise<void> }
type Playwright = { chromium: { launch(options: object): Promise<Launched> } }

export type Browser = {
  origin: string
  /** Clicks once. */
  pay(order: PageOrder): PagePayment
  close(): Promise<void>
}

export type PageOrder = { base: string; clientSecret: string; key: string; body: unknown }

export type PagePayment = {
  /** What the one `fetch` of the payment came back with. */
  reported: Promise<PageAnswer>
  /** Where the payment ended, as the page saw it. */
  final: Promise<string>
}

export type PageAnswer = { http: number; status: string; code: string }

const CANDIDATES = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome']
const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-gpu',
]

/** @returns the browser's program, undefined when this machine has none */
export function findChromium(): string | undefined {
  return CANDIDATES.find((path) => path !== undefined && existsSync(path))
}

export async function startBrowser(executablePath: string): Promise<Browser> {
  const endToEnd = createRequire(new URL('../../e2e/package.json', import.meta.url))
  const { chromium } = endToEnd('@playwright/test') as Playwright
  const shop = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>Shop</title>')
  })
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  const { port } = shop.address() as { port: number }
  const launched = await chromium.launch({ executablePath, args: FLAGS })
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    pay: (order) => payIn(launched, origin, order),
    close: async () => {
      await launched.close()
      await new Promise((resolve) => shop.close(resolve))
    },
  }
}

function payIn(launched: Launched, origin: string, order: PageOrder): PagePayment {
  const open = async () => {
    const page = await launched.newPage()
    await page.goto(origin)
    return { page, answer: await page.evaluate(payInPage, order) }
  }
  const paying = open()
  const follow = async () => {
    const { page, answer } = await paying
    const final = await page.evaluate(followInPage, { ...order, status: answer.status })
    await page.close()
    return final
  }
  const payment = { reported: paying.then(({ answer }) => answer), final: follow() }
  // Only callers that await it get the failure.
  for (const promise of Object.values(payment)) promise.catch(() => {})
  return payment
}

/** Runs in the page. The GETs before it open the connections that the browser will use, and lose, for the POST. */
async function payInPage({ base, clientSecret, key, body }: PageOrder): Promise<PageAnswer> {
  const headers = { authorization: `Bearer ${clientSecret}` }
  const look = async () => (await fetch(`${base}/client/v1/checkout`, { headers })).json()
  await look()
  await Promise.all(Array.from({ length: 6 }, look))
  const send = () =>
    fetch(`${base}/client/v1/checkout/payments`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    })
  // Chromium gives up when what it fell back on was opened ahead and never used, and a busy machine may leave it several such
  // connections. Then the page sends again under its key, as the element does.
  const persist = async (tries: number): Promise<Response> => {
    try {
      return await send()
    } catch (error) {
      if (tries === 1) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
      return persist(tries - 1)
    }
  }
  const response = await persist(20)
  const answer = (await response.json()) as { code?: string; payment?: { status: string } }
  return { http: response.status, status: answer.payment?.status ?? 'unknown', code: answer.code ?? '' }
}

/** Runs in the page: asks for the result until there is one, as the element does. */
async function followInPage(order: PageOrder & { status: string }): Promise<string> {
  let { status } = order
  const headers = { authorization: `Bearer ${order.clientSecret}` }
  for (let polls = 0; ['unknown', 'processing', 'sending'].includes(status) && polls < 300; polls++) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    try {
      const response = await fetch(`${order.base}/client/v1/checkout`, { headers })
      const view = (await response.json()) as { lastPayment?: { status: string } | null }
      status = view.lastPayment?.status ?? status
    } catch {
      // A server that is just being started again is no reason for a page to give up.
    }
  }
  return status
}
