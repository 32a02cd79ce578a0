/** PayKKa's side in its least form: signs an approval for whatever it gets, so that its own cost stays small and alike for all. */
import type { KeyObject } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { generate } from 'selfsigned'
import { signedHeaders } from '../../../packages/emulator/src/signing.ts'
import { MERCHANT_ID } from './settings.ts'

export type MockGateway = {
  url: string
  /** The same for a library that speaks nothing else. */
  tlsUrl: string
  /** How many purchases have been asked for. */
  purchases(): number
  close(): Promise<void>
}

export async function startMockGateway(platformKey: KeyObject): Promise<MockGateway> {
  let purchases = 0
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === PURCHASE) purchases++
    void answer(platformKey, request, response)
  }
  const servers = [createServer(handle), createTlsServer(await certificate(), handle)] as const
  const [port, tlsPort] = await Promise.all(servers.map(listen))
  const close = async () => {
    for (const server of servers) {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    }
  }
  const urls = { url: `http://127.0.0.1:${port}`, tlsUrl: `https://127.0.0.1:${tlsPort}` }
  return { ...urls, purchases: () => purchases, close }
}

const PURCHASE = '/v3/payment/acq'

async function listen(server: Server & { keepAliveTimeout: number }): Promise<number> {
  server.keepAliveTimeout = 60_000
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}

/** Of a curve, whose handshakes cost the client less than RSA's. */
async function certificate(): Promise<{ key: string; cert: string }> {
  const name = [{ name: 'commonName', value: 'mock gateway' }]
  const { private: key, cert } = await generate(name, { keyType: 'ec', curve: 'P-256' })
  return { key, cert }
}

async function answer(key: KeyObject, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const path = request.url ?? '/'
  const asked = Buffer.concat(chunks).toString()
  if (!path.startsWith('/v3/')) {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(path.startsWith('/v71/') ? ADYEN_APPROVAL : STRIPE_APPROVAL)
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

/** What Adyen's library reads. */
const ADYEN_APPROVAL = JSON.stringify({ pspReference: 'P1', resultCode: 'Authorised' })
/** What Stripe's library reads. */
const STRIPE_APPROVAL = JSON.stringify({ id: 'pi_1', object: 'payment_intent', status: 'succeeded' })
