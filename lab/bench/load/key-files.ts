/** The keys of a deployment in files, as an operator's secret store keeps them, with successors ready. */
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type KeyFiles = {
  env: Record<string, string>
  /** All that the shop will ever sign with, as PayKKa's portal knows them. */
  merchantPublicKeys: string[]
  /** What PayKKa signs with at first. */
  platformKey: string
  /** Puts the public half of PayKKa's next key beside the one in use. @returns its private half */
  announcePlatformKey(): string
  replaceMerchantKey(): void
  remove(): void
}

/** @param rotations how often each key will be replaced */
export function makeKeyFiles(rotations: number): KeyFiles {
  const folder = mkdtempSync(join(tmpdir(), 'paykka-rotation-'))
  const merchant = pairs(rotations + 1)
  const platform = pairs(rotations + 1)
  const path = (name: string) => join(folder, name)
  const write = (name: string, text: string) => {
    // Renamed into place, so that nobody reads half a key.
    writeFileSync(path('next'), text, { mode: 0o600 })
    renameSync(path('next'), path(name))
  }
  const at = { merchant: 0, platform: 0 }
  const slot = (turn: number) => (turn % 2 === 0 ? 'platform-a' : 'platform-b')
  const [{ privateKey: platformKey }] = platform
  write('merchant', merchant[0].privateKey)
  for (const turn of [0, 1]) write(slot(turn), platform[0].publicKey)
  return {
    env: {
      PAYKKA_PRIVATE_KEY: '',
      PAYKKA_PLATFORM_PUBLIC_KEY: '',
      PAYKKA_PRIVATE_KEY_FILE: path('merchant'),
      PAYKKA_PLATFORM_PUBLIC_KEY_FILE: `${path(slot(0))},${path(slot(1))}`,
      BFF_MASTER_KEY: 'of this deployment, through every rotation',
    },
    merchantPublicKeys: merchant.map(({ publicKey }) => publicKey),
    platformKey,
    announcePlatformKey: () => {
      at.platform += 1
      const { publicKey, privateKey } = platform[at.platform] ?? platform[0]
      write(slot(at.platform), publicKey)
      return privateKey
    },
    replaceMerchantKey: () => {
      at.merchant += 1
      write('merchant', (merchant[at.merchant] ?? merchant[0]).privateKey)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

type PemPair = { publicKey: string; privateKey: string }

function pairs(count: number): [PemPair, ...PemPair[]] {
  return [pair(), ...Array.from({ length: count - 1 }, pair)]
}

function pair(): PemPair {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}
