/** Chromium, with a page of a shop that pays by one single `fetch` and then follows the payment to its end. */
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
  /** @returns what the page saw */
  pay(order: PageOrder): Promise<PageResult>
  close(): Promise<void>
}

export type PageOrder = { base: string; clientSecret: string; key: string; body: unknown }
export type PageResult = { posted: number; code: string; final: string; polls: number }

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

/** @returns the browser’s program, undefined when this machine has none */
export function findChromium(): string | undefined {
  return CANDIDATES.find((path) => path !== undefined && existsSync(path))
}

export async function startBrowser(executablePath: string): Promise<Browser> {
  const endToEnd = createRequire(new URL('../../../../e2e/package.json', import.meta.url))
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
    pay: async (order) => {
      const page = await launched.newPage()
      try {
        await page.goto(origin)
        return await page.evaluate(payInPage, order)
      } finally {
        await page.close()
      }
    },
    close: async () => {
      await launched.close()
      await new Promise((resolve) => shop.close(resolve))
    },
  }
}

/** Runs in the page. The GET before it opens the connection that the browser will use, and lose, for the POST. */
async function payInPage({ base, clientSecret, key, body }: PageOrder): Promise<PageResult> {
  const headers = { authorization: `Bearer ${clientSecret}` }
  const read = async () => {
    const response = await fetch(`${base}/client/v1/checkout`, { headers })
    return (await response.json()) as { lastPayment?: { status: string } | null }
  }
  await read()
  const response = await fetch(`${base}/client/v1/checkout/payments`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as { code?: string; payment?: { status: string } }
  let final = answer.payment?.status ?? 'unknown'
  let polls = 0
  for (; ['unknown', 'processing', 'sending'].includes(final) && polls < 300; polls++) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    // A server that is just being started again is no reason for a page to give up.
    const view = await read().catch(() => undefined)
    final = view?.lastPayment?.status ?? final
  }
  return { posted: response.status, code: answer.code ?? '', final, polls }
}
