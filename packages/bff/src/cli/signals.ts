/** Signal handling: no signal ends the process midway. */

/** Longer than any regular shutdown. */
const GRACE_MS = 40_000

const STOPPING = ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const
/** SIGUSR1 would open Node's inspector, through which other local users could read cards; the others would end the process. */
const IGNORED = ['SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGVTALRM', 'SIGXFSZ', 'SIGIO', 'SIGPWR'] as const

export type Signals = {
  /** Aborted by the first stop signal. */
  stop: AbortSignal
  /** Delivers an earlier SIGHUP to the present listeners. */
  handOn(): void
}

/**
 * Listens from now on: a signal without a listener would end the process.
 * @param say writes to the operator, on standard error
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

/** @param close stops the server; a second signal changes nothing, and a hanging shutdown is ended after 40 s */
export async function untilStopped({ stop }: Signals, close: () => Promise<void>): Promise<void> {
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }))
  setTimeout(() => process.exit(1), GRACE_MS).unref()
  await close()
  process.exit(0)
}
