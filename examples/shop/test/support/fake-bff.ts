/** A BFF small enough to read at a glance: it keeps checkouts in memory and lets a test set their status. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export const SECRET_KEY = 'test-secret-key-0123456789abcdef'

export type Call = { method: string; path: string; key: string | undefined; body: Body }
type Body = Record<string, unknown>
type Stored = Body & { id: string; status: string; version: number }

export type FakeBff = {
  url: string
  calls: Call[]
  checkouts: Stored[]
  callsTo(method: string): Call[]
  close(): Promise<void>
}

export async function startFakeBff(): Promise<FakeBff> {
  const calls: Call[] = []
  const checkouts: Stored[] = []
  const server = createServer(async (request, response) => {
    const call = await readCall(request)
    calls.push(call)
    answer(response, mayCall(request) ? reply(call, checkouts) : problem(401, 'unauthorized'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    checkouts,
    callsTo: (method) => calls.filter((call) => call.method === method),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** The secret key opens the shop API, a client secret the browser API, and neither the other one. */
function mayCall({ headers, url }: IncomingMessage): boolean {
  const secret = headers.authorization?.replace('Bearer ', '') ?? ''
  return url?.startsWith('/client/') ? secret.startsWith('secret-of-') : secret === SECRET_KEY
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  const key = request.headers['idempotency-key']
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    key: Array.isArray(key) ? key[0] : key,
    body: text ? JSON.parse(text) : {},
  }
}

type Reply = { status: number; body: Body }

function reply({ method, path, body }: Call, checkouts: Stored[]): Reply {
  if (method === 'POST' && path === '/v1/checkouts') return create(body, checkouts)
  if (path.startsWith('/v1/payments/') && method === 'GET') return { status: 200, body: { data: [] } }
  if (path.startsWith('/v1/payments/') || path === '/v1/recurring/charges')
    return { status: 201, body: { payment: { id: 'pay_2', status: 'succeeded', history: [] } } }
  if (path.startsWith('/v1/shoppers/')) return { status: 201, body: { clientSecret: 'secret-of-a-shopper' } }
  if (/^\/v1\/checkouts\/chk_\d+\/hosted$/.test(path))
    return { status: 200, body: { url: 'https://checkout.paykka.example/CS1' } }
  const checkout = checkouts.find(({ id }) => path.startsWith(`/v1/checkouts/${id}`))
  if (!checkout) return problem(404, 'not_found')
  if (method === 'GET') return { status: 200, body: checkout }
  if (checkout.status !== 'open') return problem(409, 'payment_in_progress')
  if (path.endsWith('/cancel')) Object.assign(checkout, { status: 'canceled' })
  else Object.assign(checkout, body, { version: checkout.version + 1 })
  return { status: 200, body: checkout }
}

const BUSY = ['processing', 'action_required', 'unknown', 'authorized', 'succeeded']

function create(body: Body, checkouts: Stored[]): Reply {
  const number = String(checkouts.length + 1)
  const id = `chk_${number.padStart(22, '0')}`
  // An order has one checkout that can take money.
  const others = checkouts.filter(({ orderReference }) => orderReference === body.orderReference)
  if (others.some(({ status }) => BUSY.includes(status))) return problem(409, 'order_in_progress')
  for (const other of others) if (other.status === 'open') other.status = 'canceled'
  const checkout = { ...body, id, status: 'open', version: 1, payments: [] }
  checkouts.push(checkout)
  return { status: 201, body: { ...checkout, clientSecret: `secret-of-${id}-${'x'.repeat(30)}` } }
}

function problem(status: number, code: string): Reply {
  return { status, body: { status, code, title: code, requestId: 'req_1' } }
}

function answer(response: ServerResponse, { status, body }: Reply): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
}
