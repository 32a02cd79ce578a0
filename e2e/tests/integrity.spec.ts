/** A page that pins the element by its hash runs what it has pinned and nothing else. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/test.ts'

type Manifest = { version: string; files: Record<string, { integrity: string }> }

test('a changed script is refused by the browser, and the page hears of it', async ({ page, stack }) => {
  const answer = await page.request.get(`${stack.bffUrl}/element/manifest.json`)
  const { version, files } = (await answer.json()) as Manifest
  const script = `${stack.bffUrl}/element/${version}/define.js`
  await using shop = await serve(pinned(script, files['define.js']?.integrity ?? ''))
  await page.goto(shop.url)
  await expect(page.locator('output')).toHaveText('load')
  expect(await isDefined(page)).toBe(true)

  await page.route(script, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: `${await response.text()}\n` })
  })
  await page.goto(shop.url)
  await expect(page.locator('output')).toHaveText('error')
  expect(await isDefined(page)).toBe(false)
})

/** A real server: Chromium lets no page that Playwright answers itself ask this machine. */
async function serve(html: string) {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(html),
  )
  await once(server.listen(0, 'localhost'), 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => void (await new Promise((done) => server.close(done).closeAllConnections()))
  return { url: `http://localhost:${port}`, [Symbol.asyncDispose]: close }
}

const isDefined = (page: Page) => page.evaluate(() => customElements.get('paykka-checkout') !== undefined)

const pinned = (script: string, integrity: string): string => `<!doctype html>
<title>Checkout</title>
<output></output>
<paykka-checkout></paykka-checkout>
<script>
  const tell = ({ type }) => { document.querySelector('output').textContent = type }
</script>
<script type="module" src="${script}" integrity="${integrity}" crossorigin="anonymous" onload="tell(event)" onerror="tell(event)"></script>`
