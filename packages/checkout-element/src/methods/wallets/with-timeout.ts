/** A promise with a time limit. */
import type { MethodContext } from '../pay-method.ts'

/** The result of `work`, or `null` when it takes longer than `ms`. */
export async function withTimeout<T>(
  ms: number,
  context: MethodContext,
  work: Promise<T>,
): Promise<T | null> {
  const done = new AbortController()
  const timeout = context.environment.wait(ms, done.signal).then(() => null)
  try {
    return await Promise.race([work, timeout])
  } finally {
    done.abort()
  }
}
