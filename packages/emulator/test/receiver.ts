/** A shop's notification endpoint that records requests and answers as the test says. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Json } from './support.ts'

interface Received {
  headers: Record<string, unknown>
  body: string
  json: Json
}

export interface Receiver {
  url: string
  received: Received[]
  /** The answers to the next notifications; success when empty. */
  answers: { status: number; body: string }[]
  /** Resolves when so many notifications have arrived. */
  arrived(count: number): Promise<void>
  close(): Promise<void>
}

export const PATH = '/paykka/notifications'

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const answers: Receiver['answers'] = []
  let wake = Promise.withResolvers<void>()
  const server = createServer(async (request, response) => {
    const body = await text(request)
    received.push({ headers: request.headers, body, json: JSON.parse(body) as Json })
    const answer = answers.shift() ?? { status: 200, body: '{"ret_code":"000000","ret_msg":"Success"}' }
    response.writeHead(answer.status).end(answer.body)
    wake.resolve()
    wake = Promise.withResolvers()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`,
    received,
    answers,
    async arrived(count) {
      while (received.length < count) await wake.promise
    },
    close: () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections()),
  }
}
