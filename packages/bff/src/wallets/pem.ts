/** PEM blocks of variables and files, and the keys in them. */
import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey } from 'node:crypto'

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g

/** A renewal needs the old and the new one side by side. */
const MAX_BLOCKS = 2

/**
 * @returns one or two PEM blocks
 * @throws Error that names what is wrong, never the text
 */
export function readBlocks(text: string): string[] {
  const blocks = text.replaceAll('\\n', '\n').match(BLOCK) ?? []
  if (blocks.length === 0) throw new Error('is not PEM')
  if (blocks.length > MAX_BLOCKS) throw new Error('holds more than two; a renewal needs two at most')
  return blocks
}

/** @throws Error when it is no private key on P-256 */
export function readP256Key(pem: string): KeyObject {
  const key = parse(pem)
  if (key?.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new Error('is not a private key on P-256 (prime256v1), PKCS#8 PEM')
  return key
}

/** @returns DER SubjectPublicKeyInfo of a private key’s public half */
export function publicDer(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' })
}

// The parser’s own message may quote its input.
function parse(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined
  }
}
