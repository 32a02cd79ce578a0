/** Waits that end with what they are for: a timer that runs on keeps all that its end would need. */

/**
 * Resolves after `ms` milliseconds, without keeping the process alive.
 * @param over the wait has lost its purpose; it is then never fulfilled
 */
export function timeout(ms: number, over?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms).unref()
    over?.addEventListener('abort', () => clearTimeout(timer), { once: true })
  })
}

/**
 * Runs `run` with a signal that is aborted after `ms` milliseconds. The signal of `AbortSignal.timeout` does that too, but
 * its timer runs to the end.
 * @throws whatever `run` throws; what takes too long should fail with the signal's `TimeoutError`
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
