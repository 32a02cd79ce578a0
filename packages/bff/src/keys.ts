/** Reads RSA keys as merchants get them: PEM or bare Base64, from a variable or a file. */
import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Environment } from './config-schema.ts'

/** Where the keys come from. */
export type KeySources = Pick<
  Environment,
  | 'PAYKKA_PRIVATE_KEY'
  | 'PAYKKA_PRIVATE_KEY_FILE'
  | 'PAYKKA_PLATFORM_PUBLIC_KEY'
  | 'PAYKKA_PLATFORM_PUBLIC_KEY_FILE'
>

/**
 * @throws Error that names what is wrong, never the key
 */
export function readPrivateKey(values: KeySources): KeyObject {
  const text = fromVariableOrFile(
    values.PAYKKA_PRIVATE_KEY,
    values.PAYKKA_PRIVATE_KEY_FILE,
    'PAYKKA_PRIVATE_KEY',
  )
  return assertRsa(parse(text, 'PRIVATE KEY', createPrivateKey))
}

/**
 * @returns one key, or two during a rotation
 * @throws Error that names what is wrong
 */
export function readPublicKeys(values: KeySources): KeyObject[] {
  const { PAYKKA_PLATFORM_PUBLIC_KEY: inline, PAYKKA_PLATFORM_PUBLIC_KEY_FILE: files } = values
  const texts = inline
    ? inline.split(',')
    : (files ?? '')
        .split(',')
        .map((file) => fromVariableOrFile(undefined, file.trim(), 'PAYKKA_PLATFORM_PUBLIC_KEY'))
  if (texts.length > 2) throw new Error('lists more than two keys; a rotation needs two at most')
  return texts.map((text) => assertRsa(parse(text, 'PUBLIC KEY', createPublicKey)))
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
  if (value) return value
  if (!file) throw new Error(`set ${name} or ${name}_FILE`)
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`)
  }
}

function parse(text: string, label: string, create: (pem: string) => KeyObject): KeyObject {
  const body = text.trim().replaceAll('\\n', '\n')
  const pem = body.includes('-----BEGIN')
    ? body
    : `-----BEGIN ${label}-----\n${body.replace(/\s+/g, '').replace(/(.{64})/g, '$1\n')}\n-----END ${label}-----`
  try {
    return create(pem)
  } catch {
    // The parser’s own message may quote its input.
    throw new Error(
      `is not a ${label === 'PRIVATE KEY' ? 'PKCS#8 private' : 'SPKI public'} key in PEM or Base64`,
    )
  }
}

function assertRsa(key: KeyObject): KeyObject {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (key.asymmetricKeyType !== 'rsa' || bits < 2048)
    throw new Error('must be an RSA key of 2048 bits or more')
  return key
}
