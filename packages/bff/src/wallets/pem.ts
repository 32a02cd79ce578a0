/** Reads PEM blocks from variables and files, and the keys in them. */
import type { KeyObject } from 'node:crypto'
import { createPublicKey } from 'node:crypto'
import type { KeyBlock } from '../environment/key-blocks.ts'
import { keyBlocks } from '../environment/key-blocks.ts'
import { NO_KEY, recognize } from '../environment/recognize-key.ts'

/** A renewal needs the old and the new one together. */
const MAX_BLOCKS = 2

/**
 * @returns one or two keys or certificates
 * @throws Error that names the mistake, never the text
 */
export function readBlocks(text: string | Buffer): KeyBlock[] {
  const blocks = keyBlocks(text)
  if (blocks.length === 0) throw new Error('is neither PEM nor Base64, or a part of it is missing')
  if (blocks.length > MAX_BLOCKS) throw new Error('holds more than two; a renewal needs two at most')
  return blocks
}

/** @throws Error when it is not a private key on P-256 */
export function readP256Key(block: KeyBlock): KeyObject {
  const found = recognize(block)
  if (found.kind === 'public') throw new Error('is a public key: the private key belongs here')
  if (found.kind !== 'private') throw new Error(NO_KEY[found.kind])
  const { asymmetricKeyDetails: details, asymmetricKeyType: type } = found.key
  if (details?.namedCurve !== 'prime256v1')
    throw new Error(`is not a private key on P-256 (prime256v1), but ${details?.namedCurve ?? type}`)
  return found.key
}

/** @returns DER SubjectPublicKeyInfo of a private key's public half */
export function publicDer(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' })
}
