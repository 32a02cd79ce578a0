/** Circuit breaker for Redis: when Redis is slow or refuses commands, the BFF does not use it for a while. */
import { RateLimiterRes } from 'rate-limiter-flexible'

export type LimiterLog = { warn(facts: Record<string, unknown>, message: string): void }

export type Breaker = {
  /**
   * Sends a command to Redis, within the deadline of one request.
   * @throws Error when Redis is not used, or gave no usable answer. A reached limit is an answer.
   */
  ask<T>(command: () => Promise<T>): Promise<T>
  /** Reports that the connection broke. */
  broken(error: Error): void
  /** Reports a new connection: the next command is a trial. */
  connected(): void
  /** @returns false while each instance counts alone */
  isUsed(): boolean
}

/** Consecutive slow commands before the breaker opens. With the deadline of each, this bounds a request's wait for Redis. */
const MAX_SLOW = 3
/** Pause without Redis before one trial command. */
const PAUSE_MS = 5000

const UNASKED = new Error('Redis is left alone for now')

/**
 * @param deadlineMs milliseconds after which a command has failed; more than half of it counts as slow
 * @param clock monotonic milliseconds
 */
export function createBreaker(
  log: LimiterLog,
  deadlineMs: number,
  clock: () => number = () => performance.now(),
): Breaker {
  let openUntil: number | null = null
  let trying = false
  let slow = 0
  const open = (err: Error) => {
    if (openUntil === null)
      log.warn(
        { err },
        `Redis is not used: ${describeRedisError(err)}. Each instance counts limits alone, half of each.`,
      )
    openUntil = clock() + PAUSE_MS
    slow = 0
  }
  const noteAnswer = (wasSlow: boolean) => {
    slow = wasSlow ? slow + 1 : 0
    if (slow >= MAX_SLOW) return open(new Error(LATE))
    if (openUntil !== null) log.warn({}, 'Redis is used again: instances count limits together.')
    openUntil = null
  }
  return {
    ask: async (command) => {
      const trial = openUntil !== null
      if (openUntil !== null && (trying || clock() < openUntil)) throw UNASKED
      trying = trial
      const watch = watchTime(deadlineMs)
      try {
        const answer = await Promise.race([command(), watch.late])
        noteAnswer(watch.isSlow())
        return answer
      } catch (error) {
        if (error instanceof RateLimiterRes) noteAnswer(watch.isSlow())
        else open(error as Error)
        throw error
      } finally {
        watch.stop()
        if (trial) trying = false
      }
    },
    broken: open,
    connected: () => {
      if (openUntil !== null) openUntil = clock()
    },
    isUsed: () => openUntil === null,
  }
}

const LATE = 'no answer in time'

/**
 * An answer that arrived while the event loop was busy is neither slow nor late: timers run before received data is read,
 * and immediates run after it.
 */
function watchTime(deadlineMs: number) {
  const { promise: late, reject } = Promise.withResolvers<never>()
  late.catch(() => {})
  let slow = false
  const after = (ms: number, run: () => void) => setTimeout(() => setImmediate(run), ms)
  const timers = [
    after(deadlineMs / 2, () => {
      slow = true
    }),
    after(deadlineMs, () => reject(new Error(LATE))),
  ]
  const stop = () => {
    for (const timer of timers) clearTimeout(timer)
  }
  return { late, isSlow: () => slow, stop }
}

const REASONS: [RegExp, string][] = [
  [/READONLY/, 'it only takes reads. Point REDIS_URL at the primary'],
  [/\bOOM\b/, 'it has no memory left. Raise its maxmemory, or use a separate Redis for this'],
  [
    /NOPERM|unknown command|NOSCRIPT/,
    'its user may not run scripts. Allow eval, evalsha, get, pttl, multi and exec on paykka:*',
  ],
  [/NOAUTH|WRONGPASS|invalid password/, 'it does not know this user or password. Check REDIS_URL'],
  [/MISCONF/, 'it cannot write to its disk. Repair its disk, or let it run without saving'],
  [
    /ECONN|EHOST|ENOTFOUND|ETIMEDOUT|not ready|isn't writeable|[Cc]onnection is closed/,
    'it cannot be reached. Check REDIS_URL, the server and the network',
  ],
  [
    new RegExp(`${LATE}|Command timed out`),
    'it does not answer in time. Look at its load and at the network',
  ],
]

/** @returns the cause and the fix, for the log and for doctor */
function describeRedisError(error: Error & { previousErrors?: Error[] }): string {
  // A discarded transaction lists its reasons separately.
  const messages = [error, ...(error.previousErrors ?? [])].map(({ message }) => message).join('; ')
  const known = REASONS.find(([pattern]) => pattern.test(messages))
  return known ? known[1] : `it says ${messages}. Look at the server`
}
