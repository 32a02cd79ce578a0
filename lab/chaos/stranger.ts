/** A server that claims to be the gateway with a certificate nobody vouches for. */
import type { KeyObject } from 'node:crypto'
import { sign } from 'node:crypto'
import { createServer } from 'node:https'
import { ecPair, pem } from '../../packages/bff/test/support/keys.ts'

type Stranger = {
  url: string
  /** Requests that got through to it. */
  requests(): number
  close(): Promise<void>
}

export async function startStranger(): Promise<Stranger> {
  const { privateKey, publicKey } = ecPair('stranger')
  const key = pem(privateKey)
  let requests = 0
  const server = createServer({ key, cert: selfSigned(privateKey, publicKey) }, (_request, response) => {
    requests += 1
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `https://127.0.0.1:${port}`,
    requests: () => requests,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const SEQUENCE = 0x30
const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex')
const COMMON_NAME = Buffer.from('0603550403', 'hex')

/** X.509 by hand (RFC 5280 §4.1), since Node makes keys but no certificates. */
function selfSigned(privateKey: KeyObject, publicKey: KeyObject): string {
  const algorithm = der(SEQUENCE, ECDSA_WITH_SHA256)
  const commonName = der(SEQUENCE, COMMON_NAME, der(0x0c, Buffer.from('stranger')))
  const name = der(SEQUENCE, der(0x31, commonName))
  const year = new Date().getUTCFullYear() % 100
  const time = (yy: number) => der(0x17, Buffer.from(`${String(yy).padStart(2, '0')}0101000000Z`))
  const toBeSigned = der(
    SEQUENCE,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    der(SEQUENCE, time(year - 1), time(year + 2)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', toBeSigned, privateKey))
  const base64 = der(SEQUENCE, toBeSigned, algorithm, signature).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/(.{64})/g, '$1\n').trim()}\n-----END CERTIFICATE-----\n`
}

/** One ASN.1 element: tag, length, content. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content)
  const size = body.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
