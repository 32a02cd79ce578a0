/** The merchant's own keys for Google Pay, and Google's root signing keys. */
import type { KeyObject } from 'node:crypto'
import { createPublicKey } from 'node:crypto'
import type { KeySource } from '../../environment/key-source.ts'
import { keyFile, keySource } from '../../environment/key-source.ts'
import { readBlocks, readP256Key } from '../pem.ts'
import type { GoogleRootKey } from './google-signature.ts'

/** @throws Error that names the mistake */
export function readGoogleKeys(values: KeySource<'GOOGLE_PAY_PRIVATE_KEY'>): KeyObject[] {
  return readBlocks(keySource(values, 'GOOGLE_PAY_PRIVATE_KEY')).map(readP256Key)
}

/** @throws Error that names the mistake */
export function readGoogleRoots(file: string | undefined): GoogleRootKey[] {
  const text = keyFile(file, 'GOOGLE_PAY_ROOT_KEYS').toString()
  const roots = listed(text).flatMap(readRoot)
  if (roots.length === 0) throw new Error('has no key of protocol ECv2; download the file from Google again')
  return roots
}

type ListedKey = { keyValue?: unknown; keyExpiration?: unknown; protocolVersion?: unknown }

function listed(text: string): ListedKey[] {
  try {
    const { keys } = JSON.parse(text) as { keys: ListedKey[] }
    return [...keys]
  } catch {
    throw new Error("is not Google's JSON of root signing keys: { 'keys': [ … ] }")
  }
}

/** Google's list also contains keys of other protocols, and each ECv2 key expires. */
function readRoot({ keyValue, keyExpiration, protocolVersion }: ListedKey): GoogleRootKey[] {
  if (protocolVersion !== 'ECv2') return []
  const expiresAt = Number(keyExpiration)
  if (typeof keyValue !== 'string' || !Number.isSafeInteger(expiresAt))
    throw new Error('has an ECv2 key without keyValue or keyExpiration')
  try {
    const key = createPublicKey({ key: Buffer.from(keyValue, 'base64'), format: 'der', type: 'spki' })
    return [{ key, expiresAt }]
  } catch {
    throw new Error('has a keyValue that is no public key')
  }
}
