/** The end of patience with what others promise. */
import type { MethodContext } from '../pay-method.ts'

/** What `work` comes to, or null when it takes longer than that. */
export async function within<T>(ms: number, context: MethodContext, work: Promise<T>): Promise<T | null> {
  const done = new AbortController()
  const late = context.environment.wait(ms, done.signal).then(() => null)
  try {
    return await Promise.race([work, late])
  } finally {
    done.abort()
  }
}
