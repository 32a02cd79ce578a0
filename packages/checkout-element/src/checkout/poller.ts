/** Polls for an open outcome, at growing intervals. */
import type { Environment } from '../environment.ts'

/** Seconds between two requests; the last value repeats. */
const BACKOFF_S = [1, 2, 3, 5, 8, 10]

/** Calls `ask` until `isOpen` is false or `signal` aborts. */
export async function poll(
  env: Pick<Environment, 'wait'>,
  signal: AbortSignal,
  isOpen: () => boolean,
  ask: () => Promise<void>,
): Promise<void> {
  for (let turn = 0; isOpen() && !signal.aborted; turn++) {
    await env.wait((BACKOFF_S[turn] ?? 10) * 1000, signal)
    if (signal.aborted) return
    await ask()
  }
}
