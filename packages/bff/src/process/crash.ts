/**
 * Ends a process in an unknown state, with one scrubbed log line. Database and resolver continue its work after the
 * restart.
 */

type CrashLog = { error(facts: Record<string, unknown>, message: string): void }

/** Without this, Node would print the error unscrubbed, with everything its message quotes. */
export function endOnCrash(log: CrashLog): void {
  const end = (err: unknown) => {
    log.error({ err }, 'ending after an error nobody handled')
    process.exit(1)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}
