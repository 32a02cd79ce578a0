/** What the process does with signals: none ends it midway. */

/** Longer than any end takes that goes well. */
const GRACE_MS = 40_000

const STOPPING = ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const
/** SIGUSR1 would open Node's inspector, through which anybody on this machine could read cards; the others would end the process. */
const IGNORED = ['SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGVTALRM', 'SIGXFSZ', 'SIGIO', 'SIGPWR'] as const

export type Signals = {
  /** Aborted by the first signal that asks the process to stop. */
  stop: AbortSignal
  /** Hands a SIGHUP that came until now to those who listen by now. */
  handOn(): void
}

/**
 * Listens from now on, so that no signal finds nobody: it would end the process.
 * @param say tells a person, on standard error
 */
export function listenForSignals(
  signals: NodeJS.EventEmitter = process,
  say: (text: string) => void = (text) => process.stderr.write(`${text}\n`),
): Signals {
  const stopping = new AbortController()
  for (const name of STOPPING) signals.on(name, () => stopping.abort())
  for (const name of IGNORED) {
    signals.once(name, () => say(`paykka-bff: ${name} is ignored`))
    signals.on(name, () => {})
  }
  let hungUp = false
  let handedOn = false
  signals.on('SIGHUP', () => {
    hungUp ||= !handedOn
  })
  return {
    stop: stopping.signal,
    handOn: () => {
      handedOn = true
      if (hungUp) signals.emit('SIGHUP', 'SIGHUP')
    },
  }
}

/** @param close ends what runs; a second signal changes nothing, and what hangs is ended after 40 s */
export async function untilStopped({ stop }: Signals, close: () => Promise<void>): Promise<void> {
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }))
  setTimeout(() => process.exit(1), GRACE_MS).unref()
  await close()
  process.exit(0)
}
