/** PayKKa's signature: RSA-SHA256 over five lines, Base64, percent-encoded. Source: PayKKa "API certification". */
import type { KeyObject } from 'node:crypto'
import { sign as signBytes, verify as verifyBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'

type SignBytes = (algorithm: string, data: Buffer, key: KeyObject) => Buffer | Promise<Buffer>

/**
 * Signing in another thread helps when a second core is available. On a single core it only adds context switches and
 * waiting.
 */
const signAside: SignBytes = availableParallelism() > 1 ? promisify(signBytes) : signBytes

/** The only value of `x-paykka-sign-alg`. */
export const SIGNATURE_ALGORITHM = 'SHA256_WITH_RSA'

/** The parts that a signature covers. `body` is the raw bytes as transmitted. */
export type SignedParts = {
  method: string
  path: string
  timestamp: string
  nonce: string
  body: Uint8Array
}

/** Joins the five elements with LF, without a trailing one. An empty element becomes one space. */
export function bytesToSign(parts: SignedParts): Buffer {
  const filled = (element: string) => (element === '' ? ' ' : element)
  const head = [parts.method.toUpperCase(), parts.path, parts.timestamp, parts.nonce].map(filled).join('\n')
  return Buffer.concat([Buffer.from(`${head}\n`), parts.body.length === 0 ? Buffer.from(' ') : parts.body])
}

/** @returns the value of `x-paykka-sign` */
export async function sign(parts: SignedParts, privateKey: KeyObject): Promise<string> {
  const bytes = bytesToSign(parts)
  const signature = await signAside('RSA-SHA256', bytes, privateKey)
  bytes.fill(0)
  return encodeURIComponent(signature.toString('base64'))
}

/** @returns whether one of the keys made the signature. Every error returns false: callers need no reason. */
export function verify(parts: SignedParts, header: string, publicKeys: readonly KeyObject[]): boolean {
  const signature = decode(header)
  if (signature === null) return false
  const bytes = bytesToSign(parts)
  return publicKeys.some((key) => verifyBytes('RSA-SHA256', bytes, key, signature))
}

/** Uses raw percent-decoding: form decoding would turn a Base64 `+` into a space. Unescaped Base64 is accepted too. */
function decode(header: string): Buffer | null {
  try {
    const text = decodeURIComponent(header)
    const signature = Buffer.from(text, 'base64')
    // Node skips invalid Base64 characters, and Base64 may carry unused bits; only the canonical spelling is accepted.
    return signature.toString('base64') === text ? signature : null
  } catch {
    return null
  }
}
