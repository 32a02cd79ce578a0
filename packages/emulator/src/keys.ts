/** Reads, makes and rotates the RSA keys: the merchant's public half, the platform's pair. */

import { createPrivateKey, createPublicKey, generateKeyPair, KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

/** A key as PEM, bare Base64 (SPKI or PKCS#8) or an already parsed object. */
export type KeyInput = string | KeyObject

/** A new key pair as PEM. */
export interface PemPair {
  privateKey: string
  publicKey: string
}

/** Both public halves after a rotation. */
export interface RotatedKeys {
  oldPublicKey: string
  newPublicKey: string
}

/** The platform's key pair, which signs answers and notifications. */
export interface PlatformKeys {
  current(): KeyObject
  publicPem(): string
  /** Replaces the pair until {@link restore}; by a new one without `next`. */
  rotate(next?: KeyInput): Promise<RotatedKeys>
  restore(): void
}

const generate = promisify(generateKeyPair)

/** Reads one public key. */
export function readPublicKey(input: KeyInput): KeyObject {
  if (input instanceof KeyObject) return input.type === 'private' ? createPublicKey(input) : input
  return readable('public', () => createPublicKey(armored(input, 'PUBLIC KEY')))
}

/** Reads one private key. */
export function readPrivateKey(input: KeyInput): KeyObject {
  if (input instanceof KeyObject) return input
  return readable('private', () => createPrivateKey(armored(input, 'PRIVATE KEY')))
}

/** Makes an RSA-2048 pair, the size PayKKa's header limits allow. */
export async function makeKeyPair(): Promise<PemPair> {
  return generate('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
}

/** Holds the platform's pair and swaps it on demand. */
export function createPlatformKeys(input: KeyInput): PlatformKeys {
  const original = readPrivateKey(input)
  let current = original
  return {
    current: () => current,
    publicPem: () => publicPem(current),
    async rotate(next) {
      const oldPublicKey = publicPem(current)
      current = readPrivateKey(next ?? (await makeKeyPair()).privateKey)
      return { oldPublicKey, newPublicKey: publicPem(current) }
    },
    restore() {
      current = original
    },
  }
}

function publicPem(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
}

function readable(half: string, read: () => KeyObject): KeyObject {
  const problem = `The ${half} key must be an RSA key as PEM or bare Base64`
  try {
    const key = read()
    if (key.asymmetricKeyType === 'rsa') return key
  } catch (cause) {
    throw new Error(problem, { cause })
  }
  throw new Error(problem)
}

function armored(input: string, label: string): string {
  return input.includes('-----BEGIN')
    ? input
    : `-----BEGIN ${label}-----\n${input.trim()}\n-----END ${label}-----\n`
}
