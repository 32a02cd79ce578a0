/** Replaces keys without a restart: on SIGHUP, or when a key file changes. */
import { unwatchFile, watchFile } from 'node:fs'
import type { KeyRing } from '../config/key-ring.ts'
import type { Logger } from '../process/logging.ts'

const POLL_MS = 5000

/**
 * If the new keys cannot be read, the old ones stay.
 * @returns `reload` reads the keys at once; `stop` ends the file watch
 */
export function rotateKeys(ring: KeyRing, log: Logger): { reload(): void; stop(): void } {
  const reload = () => {
    try {
      ring.reload()
      log.info({ platformKeys: ring.current().platformKeys.length }, 'keys reloaded')
    } catch (error) {
      log.error({ err: error }, 'the new keys could not be read; the old ones stay')
    }
  }
  const files = ring.files()
  process.on('SIGHUP', reload)
  for (const file of files) watchFile(file, { interval: POLL_MS, persistent: false }, reload)
  const stop = () => {
    process.off('SIGHUP', reload)
    for (const file of files) unwatchFile(file, reload)
  }
  return { reload, stop }
}
