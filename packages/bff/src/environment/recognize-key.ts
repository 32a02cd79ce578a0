/** Recognizes a key block by its bytes, since its label may be wrong. */
import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import type { KeyBlock } from './key-blocks.ts'

export type Recognized =
  | { kind: 'private' | 'public'; key: KeyObject }
  | { kind: 'encrypted' | 'certificate' | 'request' | 'openssh' | 'unknown' }

/** @returns what the block holds; `unknown` for everything that is none of them */
export function recognize(block: KeyBlock): Recognized {
  if (block.encrypted || isEncrypted(block.der)) return { kind: 'encrypted' }
  if (block.label === 'OPENSSH PRIVATE KEY') return { kind: 'openssh' }
  if (block.label?.endsWith('CERTIFICATE REQUEST')) return { kind: 'request' }
  const privateKey = firstThat(PRIVATE_FORMS.map((type) => () => privateFrom(block.der, type)))
  if (privateKey) return { kind: 'private', key: privateKey }
  const publicKey = firstThat(PUBLIC_FORMS.map((type) => () => publicFrom(block.der, type)))
  if (publicKey) return { kind: 'public', key: publicKey }
  return { kind: firstThat([() => new X509Certificate(block.der)]) ? 'certificate' : 'unknown' }
}

/** Messages for a block without a readable key. */
export const NO_KEY: Partial<Record<Recognized['kind'], string>> = {
  encrypted: 'is protected by a passphrase: remove it with openssl pkey -in <file> -out <new file>',
  certificate: 'is a certificate and not a key: openssl x509 -in <file> -noout -pubkey prints its public key',
  request: 'is a certificate request and not a key',
  openssh: 'is a key in the form of OpenSSH: ssh-keygen -p -m PKCS8 -f <file> writes it as PEM',
  unknown: 'is not a key in PEM, Base64 or DER, or a part of it is missing',
}

const PRIVATE_FORMS = ['pkcs8', 'pkcs1', 'sec1'] as const
const PUBLIC_FORMS = ['spki', 'pkcs1'] as const

const privateFrom = (key: Buffer, type: (typeof PRIVATE_FORMS)[number]) =>
  createPrivateKey({ key, format: 'der', type })
const publicFrom = (key: Buffer, type: (typeof PUBLIC_FORMS)[number]) =>
  createPublicKey({ key, format: 'der', type })

/** PKCS#5 and PKCS#12 password schemes (RFC 8018): the first bytes of their object identifiers, right after the two lengths. */
const PASSWORD_SCHEMES = [Buffer.from('2a864886f70d0105', 'hex'), Buffer.from('2a864886f70d010c01', 'hex')]

function isEncrypted(der: Buffer): boolean {
  const start = der.subarray(0, 24)
  return PASSWORD_SCHEMES.some((scheme) => start.includes(scheme))
}

/** The parser's error may quote its input, so it is not passed on. */
function firstThat<T>(tries: (() => T)[]): T | undefined {
  for (const attempt of tries) {
    try {
      return attempt()
    } catch {}
  }
  return undefined
}
