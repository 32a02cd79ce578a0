/** Answers that are not PayKKa's, or not whole. */
import type { Mangle, Reply } from './proxy.ts'
import { pass } from './proxy.ts'

/** A page of a proxy in between; it has no signature. */
export const page =
  (status: number): Mangle =>
  (_reply, out) =>
    void out
      .writeHead(status, { 'content-type': 'text/html' })
      .end(`<html><h1>${status}</h1>Access denied by policy. Incident 4711</html>`)

/** Nothing within the time that the BFF waits. */
export const silence: Mangle = () => {}

export const reset: Mangle = (_reply, out) => void out.destroy()

export const truncated: Mangle = ({ status, headers, body }, out) => {
  out.writeHead(status, headers)
  out.write(body.subarray(0, body.length >> 1), () => out.destroy())
}

/** A byte now and then, and never the last. */
export const trickle: Mangle = ({ status, headers, body }, out) => {
  out.writeHead(status, headers)
  let at = 0
  const timer = setInterval(() => out.write(body.subarray(at, ++at)), 200)
  out.on('close', () => clearInterval(timer))
}

const changed =
  (change: (reply: Reply) => Reply): Mangle =>
  (reply, out, before) =>
    pass(change(reply), out, before)

const sized = ({ headers, ...reply }: Reply, body: Buffer, more: Record<string, string> = {}): Reply => ({
  ...reply,
  headers: { ...headers, 'content-length': String(body.length), ...more },
  body,
})

/** Says that it is compressed, and is not. */
export const wrongEncoding = changed((reply) => sized(reply, reply.body, { 'content-encoding': 'gzip' }))
export const empty = changed((reply) => sized(reply, Buffer.alloc(0)))
export const huge = changed((reply) => sized(reply, Buffer.alloc(1024 * 1024, 'x')))
/** The same meaning in other bytes, as a proxy writes JSON anew. */
export const rewritten = changed((reply) =>
  sized(reply, Buffer.from(JSON.stringify(JSON.parse(reply.body.toString()), null, 2))),
)

const signed = (change: (sign: string) => string) =>
  changed(({ headers, ...reply }) => ({
    ...reply,
    headers: { ...headers, 'x-paykka-sign': change(headers['x-paykka-sign'] ?? '') },
  }))

export const wrongSignature = signed((sign) => Buffer.from(sign, 'base64').reverse().toString('base64'))
export const unsigned = signed(() => '')

/** Byte for byte what PayKKa said to the payment before. */
export const replayed: Mangle = (reply, out, before) => pass(before.at(-1) ?? reply, out, before)

export const redirect: Mangle = (_reply, out) =>
  void out.writeHead(302, { location: 'http://127.0.0.1:9/login' }).end()
