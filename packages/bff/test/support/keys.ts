/** Key pairs for tests. Each name has one pair in a process: making an RSA key takes longer than most tests. */
import type { KeyObject } from 'node:crypto'
import { generateKeyPairSync } from 'node:crypto'

type KeyPair = { privateKey: KeyObject; publicKey: KeyObject }

const made = new Map<string, KeyPair>()

function pairOf(name: string, make: () => KeyPair): KeyPair {
  const pair = made.get(name) ?? make()
  made.set(name, pair)
  return pair
}

/** @returns the RSA pair of that name */
export const rsaPair = (name: string, modulusLength = 2048): KeyPair =>
  pairOf(`rsa-${modulusLength}-${name}`, () => generateKeyPairSync('rsa', { modulusLength }))

/** @returns the pair on P-256 of that name */
export const ecPair = (name: string): KeyPair =>
  pairOf(`ec-${name}`, () => generateKeyPairSync('ec', { namedCurve: 'P-256' }))

/** @returns PKCS #8 or SPKI as PEM */
export const pem = (key: KeyObject): string => String(exported(key, 'pem'))

/** @returns PKCS #8 or SPKI, DER in Base64 */
export const base64 = (key: KeyObject): string => Buffer.from(exported(key, 'der')).toString('base64')

const exported = (key: KeyObject, format: 'pem' | 'der') =>
  key.type === 'private'
    ? key.export({ type: 'pkcs8', format: format as 'pem' })
    : key.export({ type: 'spki', format: format as 'pem' })
