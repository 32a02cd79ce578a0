/** Answers invalid requests: too many headers, bytes that are not HTTP, a client that never completes its request. */
import type { Socket } from 'node:net'
import { problemPage } from './pages/html.ts'

type ClientError = Error & { code?: string; rawPacket?: unknown }

type Status = readonly [number, string]

const STATUS: Record<string, Status> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
}
const BAD_REQUEST: Status = [400, 'Bad Request']

/** For a shopper, when the shop's domain has set more cookies than the server reads. */
const TOO_MANY_HEADERS =
  "Your browser sent more data than this server reads, mostly cookies of the shop. Delete the cookies of the shop's website, then try again."

/** For Fastify's `clientErrorHandler`. There is no request, so the caller and the URL are unknown. */
export function answerUnreadable(error: ClientError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status = STATUS[error.code ?? ''] ?? BAD_REQUEST
  if (socket.writable) socket.write(answer(status, isMachine(error)))
  socket.destroy(error)
}

/** The packet that exceeded the limit begins with the request only when the whole request arrived in one packet. */
function isMachine({ rawPacket }: ClientError): boolean {
  const start = Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1', 0, 100) : ''
  return /^[A-Z]+ \/+(client\/)?v1\//.test(start)
}

function answer([status, title]: Status, forMachine: boolean): string {
  const page = status === 431 && !forMachine
  const body = page
    ? problemPage({ title: TOO_MANY_HEADERS })
    : JSON.stringify({ status, title, code: 'malformed_request', requestId: 'none' })
  const type = page ? 'text/html; charset=utf-8' : 'application/problem+json; charset=utf-8'
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    "Content-Security-Policy: default-src 'none'",
    'Connection: close',
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
