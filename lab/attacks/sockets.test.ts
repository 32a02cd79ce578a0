/** Sockets that are kept busy on purpose are cut; others are served meanwhile. Real sockets, real time. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { World } from '../../packages/bff/test/support/world.ts'
import { SECRET_KEY, startWorld } from '../../packages/bff/test/support/world.ts'

const HEAD = `POST /v1/checkouts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${SECRET_KEY}\r\nContent-Type: application/json\r\n`

async function listening(): Promise<{ world: World; port: number }> {
  const world = await startWorld({ listen: true })
  return { world, port: (world.app.server.address() as { port: number }).port }
}

function open(port: number): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  onTestFinished(() => void socket.destroy())
  return socket
}

/** Writes one byte every half second until the other side hangs up. @returns what it said */
function drip(socket: Socket, start: string): Promise<string> {
  let heard = ''
  socket.on('data', (bytes) => {
    heard += String(bytes)
  })
  socket.write(start)
  const timer = setInterval(() => socket.writable && socket.write('a'), 500)
  return new Promise((resolve) => {
    socket.once('close', () => {
      clearInterval(timer)
      resolve(heard)
    })
  })
}

describe('a slow caller', () => {
  it('is cut in its headers and in its body, while another is served', async () => {
    const { port } = await listening()
    const headers = drip(open(port), 'GET /healthz HTTP/1.1\r\nX-Slow: ')
    const body = drip(open(port), `${HEAD}Content-Length: 30000\r\n\r\n{"a":"`)
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
    expect(await headers).toMatch(/^HTTP\/1\.1 408 /)
    expect(await body).toMatch(/^HTTP\/1\.1 408 /)
  })
})

describe('callers that open connections and do nothing with them', () => {
  const MANY = 400

  async function crowd() {
    const { world, port } = await listening()
    const sockets = Array.from({ length: MANY }, () => open(port))
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    const { server } = world.app
    const count = () => promisify(server.getConnections.bind(server))()
    const health = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).status
    return { sockets, count, health }
  }

  it('keep nobody else from being served while they wait', async () => {
    const { count, health } = await crowd()
    expect(await health()).toBe(200)
    expect(await count()).toBeGreaterThanOrEqual(MANY)
  })

  it('leave nothing behind when they reset all of them, in the middle of a request too', async () => {
    const { sockets, count, health } = await crowd()
    for (const [index, socket] of sockets.entries()) {
      if (index % 2 === 0) socket.write(`${HEAD}Content-Length: 30000\r\n\r\n{"a":"`)
      socket.resetAndDestroy()
    }
    expect(await health()).toBe(200)
    // The request that asked may still hold its own connection.
    await expect.poll(count, { timeout: 20_000 }).toBeLessThanOrEqual(1)
  })
})

describe("cookies of the shop's whole domain", () => {
  const cookies = (bytes: number) => ({ cookie: `a=${'b'.repeat(bytes)}` })
  const paths = ['/card-frame', '/challenge', '/paykka/return/ret_1']

  it.each(paths)("of 24 KiB are in nobody's way at %s", async (path) => {
    const { port } = await listening()
    const { status } = await fetch(`http://127.0.0.1:${port}${path}`, { headers: cookies(24 * 1024) })
    expect(status).toBe(path.includes('return') ? 404 : 200)
  })

  it.each(paths)('of 40 KiB are answered with a page at %s', async (path) => {
    const { port } = await listening()
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: cookies(40 * 1024) })
    expect([response.status, response.headers.get('content-type')]).toEqual([431, 'text/html; charset=utf-8'])
    const page = await response.text()
    expect(page).toContain('Delete the cookies of the shop&#39;s website')
    expect(page).toContain('do not pay again')
  })

  it('of 40 KiB are a problem document for a program', async () => {
    const { port } = await listening()
    const url = `http://127.0.0.1:${port}/client/v1/checkout`
    const response = await fetch(url, { headers: cookies(40 * 1024) })
    expect(await response.json()).toMatchObject({ status: 431, code: 'malformed_request' })
  })
})

describe('a request that can be read in two ways', () => {
  const smuggled = 'GET /v1/checkouts/x HTTP/1.1\r\nHost: x\r\n\r\n'
  const requests: [string, string][] = [
    ['two lengths', `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} `],
    [
      'a length and chunks',
      `${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    ['a chunk size that is none', `${HEAD}Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n`],
    ['a folded header', `GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n\r\n`],
    ['a blank before the colon', `GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n`],
    ['a header of 40 KiB', `GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(40 * 1024)}\r\n\r\n`],
    ['an encoding nobody knows', `${HEAD}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
  ]
  it.each(requests)('is refused and its connection ended: %s', async (_name, request) => {
    const { port } = await listening()
    const socket = open(port)
    const heard: Buffer[] = []
    socket.on('data', (bytes) => heard.push(bytes))
    socket.write(request)
    await new Promise((resolve) => socket.once('close', resolve))
    const answers = Buffer.concat(heard)
      .toString()
      .match(/HTTP\/1\.1 \d{3}/g)
    expect(answers).toHaveLength(1)
    expect(answers?.[0]).toMatch(/ 4\d\d$/)
  })
})
