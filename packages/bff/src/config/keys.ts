/** Reads RSA keys as merchants get them, from a variable or a file, and says what is wrong with one that does not fit. */
import type { KeyObject } from 'node:crypto'
import { createPublicKey, createSecretKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { KeyBlock } from '../environment/key-blocks.ts'
import { keyBlocks } from '../environment/key-blocks.ts'
import type { Recognized } from '../environment/recognize-key.ts'
import { NO_KEY, recognize } from '../environment/recognize-key.ts'
import type { Environment } from './config-schema.ts'

/** Where the keys come from. */
export type KeySources = Pick<
  Environment,
  | 'PAYKKA_PRIVATE_KEY'
  | 'PAYKKA_PRIVATE_KEY_FILE'
  | 'PAYKKA_PLATFORM_PUBLIC_KEY'
  | 'PAYKKA_PLATFORM_PUBLIC_KEY_FILE'
>

const MIN_BITS = 2048
/** A rotation needs the old and the new one side by side. */
const MAX_PUBLIC_KEYS = 2

/**
 * @returns the shop's key; certificates beside it are left alone
 * @throws Error that names what is wrong, never the key
 */
export function readPrivateKey(values: KeySources): KeyObject {
  const { PAYKKA_PRIVATE_KEY: value, PAYKKA_PRIVATE_KEY_FILE: file } = values
  const found = recognizeAll(bytesOf(value, file, 'PAYKKA_PRIVATE_KEY'))
  const keys = found.flatMap((one) => (one.kind === 'private' ? [one.key] : []))
  const [key] = keys
  if (keys.length > 1) throw new Error(`holds ${keys.length} private keys; one is needed`)
  if (!key) throw new Error(notPrivate(found))
  return assertRsa(key)
}

function notPrivate([first]: Recognized[]): string {
  if (first?.kind === 'public') return 'is a public key: your private key belongs here'
  return NO_KEY[first?.kind ?? 'unknown'] ?? 'is not a private key'
}

/**
 * @returns one key, or two during a rotation, from one file or variable or from several, comma-separated
 * @throws Error that names what is wrong
 */
export function readPublicKeys(values: KeySources): KeyObject[] {
  const { PAYKKA_PLATFORM_PUBLIC_KEY: inline, PAYKKA_PLATFORM_PUBLIC_KEY_FILE: files } = values
  const name = 'PAYKKA_PLATFORM_PUBLIC_KEY'
  const contents = inline
    ? [bytesOf(inline, undefined, name)]
    : (files ?? '').split(',').map((file) => bytesOf(undefined, file.trim(), name))
  const keys = contents.flatMap((content) => recognizeAll(content)).map(publicKeyOf)
  const different = keys.filter((key, at) => keys.findIndex((other) => other.equals(key)) === at)
  if (different.length > MAX_PUBLIC_KEYS)
    throw new Error('lists more than two keys; a rotation needs two at most')
  const own = ownPublicKey(values)
  if (own && different.some((key) => key.equals(own)))
    throw new Error("is your own public key: the platform's belongs here, which PayKKa's back office shows")
  return different.map(assertRsa)
}

function publicKeyOf(found: Recognized): KeyObject {
  if (found.kind === 'public') return found.key
  if (found.kind === 'private')
    throw new Error(
      "is a private key: the platform's public key belongs here, which PayKKa's back office shows",
    )
  throw new Error(NO_KEY[found.kind] ?? 'is not a public key')
}

/** What is wrong with the private key is told under its own name. */
function ownPublicKey(values: KeySources): KeyObject | undefined {
  try {
    return createPublicKey(readPrivateKey(values))
  } catch {
    return undefined
  }
}

function recognizeAll(content: string | Buffer): Recognized[] {
  const blocks: KeyBlock[] = keyBlocks(content)
  if (blocks.length > 0) return blocks.map(recognize)
  const text = content.toString()
  if (/^\s*(ssh|ecdsa)-/.test(text))
    throw new Error(
      'is a public key in the form of OpenSSH: ssh-keygen -e -m PKCS8 -f <file> writes it as PEM',
    )
  if (/^[\w./~-]{1,255}$/.test(text.trim()) && /[./]/.test(text))
    throw new Error('looks like the name of a file: name it in the variable that ends in _FILE')
  return [{ kind: 'unknown' }]
}

/**
 * @returns the key that all others of this deployment are derived from: its own, or PayKKa’s private key without one
 * @throws Error that names what is wrong
 */
export function readMasterKey(values: Environment): KeyObject {
  const { BFF_MASTER_KEY: value, BFF_MASTER_KEY_FILE: file } = values
  if (value === undefined && file === undefined) return readPrivateKey(values)
  const text = fromVariableOrFile(value, file, 'BFF_MASTER_KEY').trim()
  if (text.length < 32) throw new Error('must be 32 characters or more')
  return createSecretKey(Buffer.from(text))
}

/**
 * @returns the text, from whichever of the two is set
 * @throws Error that names the variable or the file
 */
export function fromVariableOrFile(
  value: string | undefined,
  file: string | undefined,
  name: string,
): string {
  return bytesOf(value, file, name).toString()
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
}

function bytesOf(value: string | undefined, file: string | undefined, name: string): string | Buffer {
  if (value) return value
  if (!file) throw new Error(`set ${name} or ${name}_FILE`)
  if (file.includes('-----BEGIN'))
    throw new Error(`${name}_FILE holds a key: put it into ${name}, or name its file`)
  const bytes = readKeyFile(file)
  if (bytes.length === 0) throw new Error(`${file} is empty`)
  return bytes
}

function readKeyFile(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    throw new Error(`cannot read ${file}: ${REASONS[code] ?? code}`)
  }
}

function assertRsa(key: KeyObject): KeyObject {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  if (type !== 'rsa')
    throw new Error(
      `is a key of the kind ${(details?.namedCurve ?? type)?.toString()}: PayKKa takes RSA keys only`,
    )
  const bits = details?.modulusLength ?? 0
  if (bits < MIN_BITS) throw new Error(`is an RSA key of ${bits} bits: ${MIN_BITS} or more are needed`)
  return key
}
