/** PayKKa’s side in its least form: signs an approval for whatever it gets, so that its own cost stays small and alike for all. */
import type { KeyObject } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signedHeaders } from '../../../packages/bff/emulator/signing.ts'
import { MERCHANT_ID } from './settings.ts'

export type MockGateway = { url: string; close(): Promise<void> }

export async function startMockGateway(platformKey: KeyObject): Promise<MockGateway> {
  const server = createServer((request, response) => void answer(platformKey, request, response))
  server.keepAliveTimeout = 60_000
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return { url: `http://127.0.0.1:${port}`, close }
}

async function answer(key: KeyObject, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const path = request.url ?? '/'
  const asked = Buffer.concat(chunks).toString()
  if (!path.startsWith('/v3/')) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(STRIPE_APPROVAL)
    return
  }
  const body = approval(JSON.parse(asked) as Asked, path)
  const signed = signedHeaders(key, { method: 'POST', path, timestamp: String(Date.now()), body })
  response.writeHead(200, { 'content-type': 'application/json', ...signed }).end(body)
}

type Asked = { trans_id: string; amount: number; currency: string }

/** Nothing is remembered, so a question about an earlier payment finds none. */
function approval({ trans_id, amount, currency }: Asked, path: string): string {
  if (path.endsWith('/query')) return JSON.stringify({ ret_code: '206024', ret_msg: 'Order missing' })
  const data = { merchant_id: MERCHANT_ID, trans_id, order_id: `GW${trans_id}`, amount, currency }
  return JSON.stringify({ ret_code: '000000', ret_msg: 'Success', data: { ...data, status: 'SUCCESS' } })
}

/** What Stripe’s library reads. */
const STRIPE_APPROVAL = JSON.stringify({ id: 'pi_1', object: 'payment_intent', status: 'succeeded' })
