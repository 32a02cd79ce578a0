/** Ends a process whose state nobody knows any more, with one scrubbed line. The ledger and the resolver do the rest. */

type CrashLog = { error(facts: Record<string, unknown>, message: string): void }

/** Without it Node would print the error as it is, with whatever its message quotes. */
export function endOnCrash(log: CrashLog): void {
  const end = (err: unknown) => {
    log.error({ err }, 'ending after an error nobody handled')
    process.exit(1)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}
