/** The P-256 keys that encrypt cards: created here, shared through the database, the private half always stored encrypted. */
import type { ECDH, KeyObject } from 'node:crypto'
import { createECDH, hkdfSync } from 'node:crypto'
import type { CardKey } from '@paykka-checkout/shared-types'
import { CompactEncrypt, compactDecrypt, exportJWK, generateKeyPair } from 'jose'
import {
  deleteCardKeysBefore,
  findCardKey,
  findNewestCardKey,
  insertCardKey,
} from '../database/card-key-rows.ts'
import type { Database } from '../database/database.ts'
import { newId } from '../domain/ids.ts'

/** A key encrypts for one day and decrypts for two, so that a page left open overnight can still pay. */
const SEALS_FOR_MS = 24 * 60 * 60_000
const OPENS_FOR_MS = 2 * SEALS_FOR_MS

export type CardKeys = {
  /** The present encryption key; a new one is created when the last is a day old. */
  current(): Promise<CardKey>
  /** The private key of a `kid`; null when unknown or too old. */
  find(kid: string): Promise<ECDH | null>
}

/**
 * @param masterKey a secret key of the deployment that all instances share; only a derived key is used
 * @param clock Unix milliseconds: `now` chooses the encryption key; `provenNow`, 0 until PayKKa has confirmed the time,
 * ends keys
 */
export function createCardKeys(
  database: Database,
  masterKey: KeyObject,
  { now, provenNow }: { now: () => number; provenNow: () => number },
): CardKeys {
  const wrapKey = deriveKey(masterKey, 'card-key-wrap')
  const opened = new Map<string, { key: ECDH; createdAt: number }>()
  let newest: { key: CardKey; createdAt: number } | null = null

  return {
    current: async () => {
      if (newest && Math.abs(now() - newest.createdAt) < SEALS_FOR_MS) return newest.key
      newest = await loadOrMake(database, wrapKey, now(), provenNow())
      return newest.key
    },
    find: async (kid) => {
      const known = opened.get(kid) ?? (await load(database, wrapKey, kid))
      if (!known || provenNow() - known.createdAt >= OPENS_FOR_MS) return null
      opened.set(kid, known)
      return known.key
    },
  }
}

/** @returns 32 bytes for one purpose (HKDF, RFC 5869) */
export function deriveKey(masterKey: KeyObject, purpose: string): Uint8Array {
  const secret =
    masterKey.type === 'secret' ? masterKey.export() : masterKey.export({ type: 'pkcs8', format: 'der' })
  return new Uint8Array(hkdfSync('sha256', secret, 'paykka-checkout', purpose, 32))
}

async function loadOrMake(
  database: Database,
  wrapKey: Uint8Array,
  now: number,
  provenNow: number,
): Promise<{ key: CardKey; createdAt: number }> {
  // A key from further in the future was created by a wrong clock.
  const row = await findNewestCardKey(database.db, now - SEALS_FOR_MS, now + SEALS_FOR_MS)
  // A key wrapped under another master key cannot be decrypted here, so it must not encrypt either.
  if (row && (await unwrap(row.sealed_private, wrapKey))) {
    return { key: JSON.parse(row.public_jwk) as CardKey, createdAt: row.created_at }
  }
  const made = await make(wrapKey)
  await insertCardKey(database.db, { ...made.row, created_at: now })
  await deleteCardKeysBefore(database.db, provenNow - OPENS_FOR_MS)
  return { key: made.key, createdAt: now }
}

async function make(wrapKey: Uint8Array) {
  const pair = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true })
  const { x = '', y = '' } = await exportJWK(pair.publicKey)
  const key: CardKey = { kty: 'EC', crv: 'P-256', x, y, kid: newId('ck'), alg: 'ECDH-ES', use: 'enc' }
  const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(pair.privateKey)))
  const sealed_private = await new CompactEncrypt(secret)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(wrapKey)
  return { key, row: { kid: key.kid, public_jwk: JSON.stringify(key), sealed_private } }
}

async function load(database: Database, wrapKey: Uint8Array, kid: string) {
  const row = await findCardKey(database.db, kid)
  const key = row ? await unwrap(row.sealed_private, wrapKey) : null
  return row && key ? { key, createdAt: row.created_at } : null
}

/** @returns whether a stored private half can be decrypted under this master key */
export async function decryptsCardKey(sealed: string, masterKey: KeyObject): Promise<boolean> {
  return (await unwrap(sealed, deriveKey(masterKey, 'card-key-wrap'))) !== null
}

async function unwrap(sealed: string, wrapKey: Uint8Array): Promise<ECDH | null> {
  try {
    const { plaintext } = await compactDecrypt(sealed, wrapKey)
    const { d = '' } = JSON.parse(new TextDecoder().decode(plaintext)) as { d?: string }
    const key = createECDH('prime256v1')
    key.setPrivateKey(d, 'base64url')
    return key
  } catch {
    return null
  }
}
