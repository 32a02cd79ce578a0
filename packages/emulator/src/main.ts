/** Starts the emulator from the environment; the command line prints what it throws. */

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Emulator } from './index.ts'
import { startEmulator } from './index.ts'
import { makeKeyPair } from './keys.ts'

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Both sides' keys as PEM. */
export interface KeyFiles {
  merchantPublicKey: string
  platformPrivateKey: string
}

/** Reads the environment, makes keys on the first run, and listens. */
export async function runEmulator(env: Environment): Promise<Emulator> {
  const keys = await loadKeys(env.EMULATOR_KEYS_DIR || './data/emulator-keys')
  const publicUrl = env.EMULATOR_PUBLIC_URL || undefined
  return startEmulator({
    ...keys,
    host: env.EMULATOR_HOST || '127.0.0.1',
    port: readPort(env.EMULATOR_PORT || '4010'),
    merchantId: env.PAYKKA_MERCHANT_ID || '18356675194960',
    appId: env.PAYKKA_APP_ID || '978594372956732',
    ...(publicUrl !== undefined && { publicUrl: readUrl(publicUrl) }),
  })
}

/** Reads both key pairs from a folder; a pair that is not there yet is made. */
async function loadKeys(folder: string): Promise<KeyFiles> {
  await guard(`cannot create the folder ${folder}`, () => mkdir(folder, { recursive: true, mode: 0o700 }))
  const merchant = await loadPair(folder, 'merchant')
  const platform = await loadPair(folder, 'platform')
  return { merchantPublicKey: merchant.publicKey, platformPrivateKey: platform.privateKey }
}

async function loadPair(folder: string, name: string): Promise<{ privateKey: string; publicKey: string }> {
  const privateFile = join(folder, `${name}-private.pem`)
  const publicFile = join(folder, `${name}-public.pem`)
  const privateKey = await readIfThere(privateFile)
  const publicKey = await readIfThere(publicFile)
  if (privateKey !== undefined && publicKey !== undefined) return { privateKey, publicKey }
  // Half a pair is somebody's key: it is never overwritten.
  if (privateKey !== undefined) throw new Error(`The emulator found ${privateFile} but not ${publicFile}`)
  if (publicKey !== undefined) throw new Error(`The emulator found ${publicFile} but not ${privateFile}`)
  const pair = await makeKeyPair()
  await guard(`cannot write ${privateFile}`, () =>
    writeFile(privateFile, pair.privateKey, { mode: 0o600, flag: 'wx' }),
  )
  await guard(`cannot write ${publicFile}`, () => writeFile(publicFile, pair.publicKey))
  return pair
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw failure(`cannot read ${file}`, error)
  }
}

async function guard(what: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run()
  } catch (error) {
    throw failure(what, error)
  }
}

function failure(what: string, cause: unknown): Error {
  return new Error(`The emulator ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
  })
}

function readPort(value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value)
  throw new Error('EMULATOR_PORT must be a number from 0 to 65535')
}

function readUrl(value: string): string {
  if (/^https?:$/.test(URL.parse(value)?.protocol ?? '')) return value
  throw new Error('EMULATOR_PUBLIC_URL must be an http or https address')
}
