/** Waits for SIGINT or SIGTERM, then closes with grace. */

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
