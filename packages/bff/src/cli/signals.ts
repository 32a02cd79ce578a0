/** What the process does with signals: none ends it midway. */

const GRACE_MS = 40_000

/** @param close ends what runs; a second signal changes nothing, and what hangs is ended after 40 s */
export async function untilStopped(close: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
  process.on('SIGINT', () => {}).on('SIGTERM', () => {})
  setTimeout(() => process.exit(1), GRACE_MS).unref()
  await close()
  process.exit(0)
}

/**
 * Keeps a SIGHUP that comes while the process starts: a signal that nobody listens to would end it.
 * @returns hands on what came to those who listen by now
 */
export function keepHangups(signals: NodeJS.EventEmitter = process): () => void {
  let came = false
  const note = () => {
    came = true
  }
  signals.on('SIGHUP', note)
  return () => {
    signals.off('SIGHUP', note)
    if (came) signals.emit('SIGHUP', 'SIGHUP')
  }
}
