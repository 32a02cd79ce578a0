/** The browser outside the element: network, time, randomness and navigation. Tests pass their own. */

/** @internal */
export interface Environment {
  fetch: typeof fetch
  /** Unix milliseconds. */
  now(): number
  /** Resolves after `ms`, or at once when `signal` aborts; the caller checks the signal. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  newKey(): string
  navigate(url: string): void
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}

/** The real browser. */
export const browserEnvironment: Environment = {
  fetch: (input, init) => fetch(input, init),
  now: () => Date.now(),
  wait,
  newKey: () => crypto.randomUUID(),
  navigate: (url) => location.assign(url),
}
