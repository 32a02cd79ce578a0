/** What the client asks for, and what it makes of answers that something in between has compressed. */
import type { IncomingHttpHeaders, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { PaykkaConfig } from '../../src/config/config.ts'
import { createClient } from '../../src/paykka/paykka-client.ts'
import { sign } from '../../src/paykka/signature.ts'
import { ringOf } from '../support/key-ring.ts'
import { rsaPair } from '../support/keys.ts'

const PATH = '/v3/payment/acq/query'
const TEXT = JSON.stringify({ ret_code: '000000', ret_msg: 'Success' })
const keys = rsaPair('merchant')
const open: Server[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})

/** A PayKKa that signs this text and sends these bytes. */
async function ask(bytes: Buffer, encoding?: string) {
  const seen: IncomingHttpHeaders[] = []
  const server = createServer(async (request, reply) => {
    seen.push(request.headers)
    const parts = { method: 'POST', path: PATH, timestamp: String(Date.now()), nonce: 'n1' }
    const headers = {
      'content-type': 'application/json',
      'x-paykka-timestamp': parts.timestamp,
      'x-paykka-nonce': parts.nonce,
      'x-paykka-sign': await sign({ ...parts, body: Buffer.from(TEXT) }, keys.privateKey),
    }
    reply.writeHead(200, encoding === undefined ? headers : { ...headers, 'content-encoding': encoding })
    reply.end(bytes)
  })
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const warned: string[] = []
  const client = createClient(configFor(port), Date.now, { warn: (_facts, message) => warned.push(message) })
  try {
    return { answer: await client.post(PATH, Buffer.from('{}')), seen, warned }
  } catch (error) {
    return { error, seen, warned }
  } finally {
    await client.close()
  }
}

function configFor(port: number): PaykkaConfig {
  return {
    apiUrl: new URL(`http://127.0.0.1:${port}`),
    appId: 'app',
    keys: ringOf(keys),
    responseSignature: 'enforce',
    timeoutMs: 10_000,
  } as PaykkaConfig
}

describe('an answer', () => {
  it('is asked for as it is', async () => {
    const { seen } = await ask(Buffer.from(TEXT))
    expect(seen[0]?.['accept-encoding']).toBe('identity')
  })

  const encodings: [string | undefined, Buffer][] = [
    [undefined, Buffer.from(TEXT)],
    ['identity', Buffer.from(TEXT)],
    ['gzip', gzipSync(TEXT)],
    ['GZIP', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
  ]
  it.each(encodings)('that comes as %s is read, and its signature holds', async (encoding, bytes) => {
    const { answer, warned } = await ask(bytes, encoding)
    expect(answer).toMatchObject({ status: 200, signature: 'valid' })
    expect(Buffer.from(answer?.body ?? []).toString()).toBe(TEXT)
    expect(warned).toEqual([])
  })

  const broken: [string, string, Buffer, string][] = [
    ['of an encoding that is not known', 'zstd', Buffer.from(TEXT), 'unknown_encoding'],
    ['of two encodings', 'gzip, br', gzipSync(TEXT), 'unknown_encoding'],
    ['that is damaged', 'gzip', gzipSync(TEXT).subarray(0, 12), 'undecodable_answer'],
    ['that is not compressed', 'gzip', Buffer.from(TEXT), 'undecodable_answer'],
    ['that grows without end', 'gzip', gzipSync(TEXT.padEnd(33_554_432)), 'undecodable_answer'],
  ]
  it.each(broken)('%s is none, and nobody blames its signature', async (_name, encoding, bytes, reason) => {
    const { error, warned } = await ask(bytes, encoding)
    expect(error).toMatchObject({ name: 'LostError', reason })
    expect(warned).toEqual([])
  })
})
