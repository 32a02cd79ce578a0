/** An OpenTelemetry collector in its least form: takes OTLP over HTTP as JSON and keeps what it got. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type CollectedSpan = {
  name: string
  traceId: string
  spanId: string
  parentSpanId: string
  attributes: Record<string, unknown>
}

export type Collector = {
  url: string
  /** Every body as it came, for a search in all of it. */
  bodies: string[]
  /** Headers of every request. */
  headers: Record<string, string | string[] | undefined>[]
  spans(): CollectedSpan[]
  close(): Promise<void>
}

type Attribute = { key: string; value: Record<string, unknown> }
type RawSpan = Omit<CollectedSpan, 'attributes'> & { attributes: Attribute[] }
type Body = { resourceSpans: { scopeSpans: { spans: RawSpan[] }[] }[] }

export async function startCollector(): Promise<Collector> {
  const bodies: string[] = []
  const headers: Collector['headers'] = []
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray()
    const known = request.method === 'POST' && request.url === '/v1/traces'
    if (known) bodies.push(Buffer.concat(chunks).toString())
    if (known) headers.push(request.headers)
    response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    headers,
    spans: () => bodies.flatMap((body) => spansOf(JSON.parse(body) as Body)),
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function spansOf({ resourceSpans }: Body): CollectedSpan[] {
  const raw = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
  return raw.map(({ parentSpanId = '', attributes, ...span }) => ({
    ...span,
    parentSpanId,
    attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
  }))
}
