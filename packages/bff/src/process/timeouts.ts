/** Timers that are cancelled together with their purpose, so they keep nothing alive. */

/**
 * Resolves after `ms` milliseconds, without keeping the process alive.
 * @param over cancels the timer; the promise then never resolves
 */
export function timeout(ms: number, over?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms).unref()
    over?.addEventListener('abort', () => clearTimeout(timer), { once: true })
  })
}

/**
 * Runs `run` with a signal that is aborted after `ms` milliseconds. `AbortSignal.timeout` does that too, but its timer is
 * never cancelled.
 * @throws the errors of `run`; slow work should fail with the signal's `TimeoutError`
 */
export async function withDeadline<T>(ms: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new AbortController()
  const abort = () => deadline.abort(new DOMException('took too long', 'TimeoutError'))
  const timer = setTimeout(abort, ms).unref()
  try {
    return await run(deadline.signal)
  } finally {
    clearTimeout(timer)
  }
}
