/** Takes over new keys without a restart: on SIGHUP, or when a key file changes. */
import { unwatchFile, watchFile } from 'node:fs'
import type { PaykkaConfig } from '../config/config.ts'
import type { KeySources } from '../config/keys.ts'
import { readPrivateKey, readPublicKeys } from '../config/keys.ts'
import type { Logger } from '../process/logging.ts'

export type KeyRotation = { reload(): void; stop(): void }

const LOOK_EVERY_MS = 5000

/**
 * Every signature is made with the key of its moment. What can’t be read changes nothing: the old keys stay.
 * @param paykka gets the new keys
 * @returns what reads the keys at once, and what ends it
 */
export function rotateKeys(paykka: PaykkaConfig, sources: KeySources, log: Logger): KeyRotation {
  const reload = () => {
    try {
      const privateKey = named('PAYKKA_PRIVATE_KEY', () => readPrivateKey(sources))
      const platformKeys = named('PAYKKA_PLATFORM_PUBLIC_KEY', () => readPublicKeys(sources))
      Object.assign(paykka, { privateKey, platformKeys })
      log.info({ platformKeys: platformKeys.length }, 'keys read anew')
    } catch (error) {
      log.error({ err: error }, 'the new keys could not be read; the old ones stay')
    }
  }
  const files = keyFiles(sources)
  process.on('SIGHUP', reload)
  for (const file of files) watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, reload)
  const stop = () => {
    process.off('SIGHUP', reload)
    for (const file of files) unwatchFile(file, reload)
  }
  return { reload, stop }
}

function named<T>(variable: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new Error(`${variable}: ${(error as Error).message}`)
  }
}

function keyFiles({
  PAYKKA_PRIVATE_KEY_FILE: own = '',
  PAYKKA_PLATFORM_PUBLIC_KEY_FILE: theirs = '',
}: KeySources) {
  return [own, ...theirs.split(',')].map((file) => file.trim()).filter((file) => file !== '')
}
