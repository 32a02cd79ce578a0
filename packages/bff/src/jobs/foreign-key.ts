/** Detects a database that was written under another BFF_MASTER_KEY: its encrypted data cannot be decrypted now. */
import type { KeyObject } from 'node:crypto'
import { decryptsCardKey } from '../cards/card-keys.ts'
import type { Vault } from '../cards/vault.ts'
import { listCardKeys } from '../database/card-key-rows.ts'
import type { Queries } from '../database/database.ts'
import { findPredecessor } from '../database/instance-rows.ts'
import { listSealedSamples } from '../database/saved-card-rows.ts'
import type { Fingerprints } from './fingerprints.ts'
import { differences, readFingerprints } from './fingerprints.ts'

type ForeignKeyParts = {
  db: Queries
  vault: Vault
  masterKey: KeyObject
  fingerprints: () => Fingerprints
  /** Id of this process, to exclude its own row. */
  owner: string
}

export const FOREIGN_KEY_CURE =
  'Put the former BFF_MASTER_KEY back (without one, PAYKKA_PRIVATE_KEY is used), and restart.'

/** @returns one sentence about the data lost under this key; null without a sign of another key */
export async function findForeignKey(parts: ForeignKeyParts): Promise<string | null> {
  const lost = [
    ...((await hasForeignTokens(parts)) ? ['saved cards and agreements'] : []),
    ...((await hasForeignCardKeys(parts)) ? ['cards that shoppers are typing now'] : []),
    ...((await hadOtherKey(parts)) ? ['attempts that PayKKa knows and the database lost'] : []),
  ]
  if (lost.length === 0) return null
  return `this database was written under another BFF_MASTER_KEY; lost without it: ${lost.join(', ')}`
}

async function hasForeignTokens({ db, vault }: ForeignKeyParts): Promise<boolean> {
  const samples = await listSealedSamples(db)
  return samples.some((sealed) => vault.tryDecrypt(sealed) === null)
}

async function hasForeignCardKeys({ db, masterKey }: ForeignKeyParts): Promise<boolean> {
  for (const { sealed_private } of await listCardKeys(db)) {
    if (!(await decryptsCardKey(sealed_private, masterKey))) return true
  }
  return false
}

/** The ids of lost attempts are derived from the key. */
async function hadOtherKey({ db, owner, fingerprints }: ForeignKeyParts): Promise<boolean> {
  const predecessor = await findPredecessor(db, owner)
  if (!predecessor) return false
  return differences(fingerprints(), readFingerprints(predecessor.fingerprints)).includes('BFF_MASTER_KEY')
}
