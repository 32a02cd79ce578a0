/** The system between BFF and PayKKa that answers instead: a firewall, an egress proxy, a broken network. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer, request } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import type { SecureContextOptions } from 'node:tls'

export type Reply = { status: number; headers: Record<string, string>; body: Buffer }

/**
 * Sends something else than PayKKa's answer, or nothing. PayKKa has acted by then.
 * @param before PayKKa's answers to the same path until now, oldest first
 */
export type Mangle = (reply: Reply, out: ServerResponse, before: readonly Reply[]) => void

export type GatewayProxy = {
  url: string
  /** Applies to the next `times` requests of that path, or to all requests from now on. */
  next(mangle: Mangle, path?: string, times?: number): void
  all(mangle: Mangle): void
  /** PayKKa hears of nothing any more. */
  refuse(): Promise<void>
  /** Other certificates, for new connections; those that are open are ended. */
  certify(certificate: SecureContextOptions): void
  /** Passes everything on again. */
  clear(): Promise<void>
  /** Resolves when the next request of that path has been acted on, before it is answered. */
  acted(path?: string): Promise<void>
  close(): Promise<void>
}

export const PURCHASE = '/v3/payment/acq'

type Rule = { mangle: Mangle; path: string | undefined; left: number }

export async function startProxy(
  target: number,
  port: number,
  tls?: SecureContextOptions,
): Promise<GatewayProxy> {
  let rules: Rule[] = []
  const sent = new Map<string, Reply[]>()
  const waiting: { path: string; resolve: () => void }[] = []
  const handle = async (incoming: IncomingMessage, out: ServerResponse) => {
    const path = incoming.url ?? '/'
    const reply = await forward(incoming, target)
    const before = sent.get(path) ?? []
    sent.set(path, [...before, reply])
    for (const one of waiting.filter((each) => each.path === path)) one.resolve()
    const rule = rules.find((one) => one.left > 0 && (one.path === undefined || one.path === path))
    if (rule) rule.left--
    ;(rule?.mangle ?? pass)(reply, out, before)
  }
  const listener = (incoming: IncomingMessage, out: ServerResponse) =>
    void handle(incoming, out).catch(() => out.destroy())
  const secure = tls ? createSecureServer(tls, listener) : undefined
  const server: Server = secure ?? createServer(listener)
  const listen = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await listen()
  return {
    url: `${tls ? 'https' : 'http'}://localhost:${(server.address() as AddressInfo).port}`,
    next: (mangle, path = PURCHASE, times = 1) => rules.push({ mangle, path, left: times }),
    all: (mangle) => rules.push({ mangle, path: undefined, left: Number.POSITIVE_INFINITY }),
    refuse: stop,
    certify: (certificate) => {
      secure?.setSecureContext(certificate)
      server.closeAllConnections()
    },
    clear: async () => {
      rules = []
      if (!server.listening) await listen()
    },
    acted: (path = PURCHASE) => new Promise((resolve) => waiting.push({ path, resolve })),
    close: stop,
  }
}

export const pass: Mangle = ({ status, headers, body }, out) => void out.writeHead(status, headers).end(body)

/** Whole before it is passed on: PayKKa has acted, whatever becomes of its answer. */
function forward(incoming: IncomingMessage, port: number): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { method, url, headers } = incoming
    const outgoing = request({ port, host: '127.0.0.1', method, path: url, headers }, async (answer) => {
      const chunks: Buffer[] = []
      for await (const chunk of answer) chunks.push(chunk as Buffer)
      const entries = Object.entries(answer.headers).filter(([name]) => name !== 'transfer-encoding')
      resolve({
        status: answer.statusCode ?? 502,
        headers: Object.fromEntries(entries) as Record<string, string>,
        body: Buffer.concat(chunks),
      })
    })
    outgoing.on('error', reject)
    incoming.pipe(outgoing)
  })
}

/** A connection on which nobody says anything. */
export const idle = (port: number) => connect(port, '127.0.0.1').on('error', () => {})
