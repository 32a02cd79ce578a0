/** The shop of the bench: serves the measured pages from this machine, each compressed, none from a cache. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BuiltPage, File } from './built-pages.ts'

export type Shop = { url: string; close(): Promise<void>; pages: Pages }
type Pages = Record<string, (query: URLSearchParams) => string>

export async function startShop(built: readonly BuiltPage[]): Promise<Shop> {
  const files = new Map(built.flatMap((page) => page.files).map((file) => [`/${file.name}`, file]))
  const pages: Pages = {}
  for (const page of built) pages[`/${page.script.replace('.js', '')}`] = () => pageOf(page)
  const server = createServer((request, response) => answer(request, response, files, pages))
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { url: `http://localhost:${port}`, pages, close }
}

const pageOf = ({ script, style }: BuiltPage) =>
  html(
    `<script type="module" crossorigin src="/${script}"></script>` +
      (style ? `<link rel="stylesheet" crossorigin href="/${style}">` : ''),
    '<div id="card"></div><bare-form></bare-form>',
  )

/** The one frame of a page all share: what comes before the form in a shop. */
export const html = (head: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>Checkout</title>${head}</head>
<body><main><h1>Checkout</h1><p>One stoneware mug, €49.99</p>${body}<p>Thank you for shopping with us.</p></main></body></html>`

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: Map<string, File>,
  pages: Pages,
): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const page = pages[pathname]
  const file = files.get(pathname)
  // What @adyen/adyen-web fetches before it shows anything: texts to lay over its built-in English ones.
  const isTexts = pathname.startsWith('/adyen-test/') && pathname.endsWith('.json')
  if (page) send(response, 'text/html; charset=utf-8', Buffer.from(page(searchParams)))
  else if (file) sendFile(request, response, file)
  else if (isTexts) send(response, 'application/json', Buffer.from('{}'))
  else response.writeHead(404, { 'cache-control': 'no-store' }).end()
}

function sendFile(request: IncomingMessage, response: ServerResponse, file: File): void {
  const type = file.name.endsWith('.css') ? 'text/css' : 'text/javascript'
  const accepted = String(request.headers['accept-encoding'])
  if (accepted.includes('br')) send(response, type, file.brotli, 'br')
  else send(response, type, file.gzip, 'gzip')
}

function send(response: ServerResponse, type: string, body: Buffer, encoding?: string): void {
  response.writeHead(200, {
    'content-type': type,
    'content-length': body.length,
    'cache-control': 'no-store',
    ...(encoding ? { 'content-encoding': encoding } : {}),
  })
  response.end(body)
}
