/** Decides whether Redis is asked at all: what does not answer at once, or refuses, is left alone for a while. */
import { RateLimiterRes } from 'rate-limiter-flexible'

export type LimiterLog = { warn(facts: Record<string, unknown>, message: string): void }

export type Breaker = {
  /**
   * Asks Redis, within the time that one request has for it.
   * @throws Error when Redis is not asked, or gave no answer that can be used. A limit that was reached is an answer.
   */
  ask<T>(command: () => Promise<T>): Promise<T>
  /** Notes that the connection broke. */
  broken(error: Error): void
  /** Notes that there is a connection: the next command is a trial. */
  connected(): void
  /** @returns false while each instance counts alone */
  isUsed(): boolean
}

/** Slow ones in a row, with the deadline of each, are all that a request waits for Redis. */
const MAX_SLOW = 3
/** So long Redis is left alone before one command tries it. */
const PAUSE_MS = 5000

const UNASKED = new Error('Redis is left alone for now')

/**
 * @param deadlineMs milliseconds after which a command has failed; half of it is slow
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
 * An answer that came while the event loop was busy is neither slow nor late: timers run before what has arrived is read, and
 * immediates after it.
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
  [/\bOOM\b/, 'it has no memory left. Raise its maxmemory, or use a Redis of your own for this'],
  [
    /NOPERM|unknown command|NOSCRIPT/,
    'its user may not run scripts. Allow eval, evalsha, get, pttl, multi and exec on paykka:*',
  ],
  [/NOAUTH|WRONGPASS|invalid password/, 'it does not know this user or password. Check REDIS_URL'],
  [/MISCONF/, 'it cannot write to its disk. Mend its disk, or let it run without saving'],
  [
    /ECONN|EHOST|ENOTFOUND|ETIMEDOUT|not ready|isn't writeable|[Cc]onnection is closed/,
    'it cannot be reached. Check REDIS_URL, the server and the network',
  ],
  [
    new RegExp(`${LATE}|Command timed out`),
    'it does not answer in time. Look at its load and at the network',
  ],
]

/** @returns what is the matter and what to do, for the log and for doctor */
export function describeRedisError(error: Error & { previousErrors?: Error[] }): string {
  // A transaction that was discarded names its reasons apart.
  const messages = [error, ...(error.previousErrors ?? [])].map(({ message }) => message).join('; ')
  const known = REASONS.find(([pattern]) => pattern.test(messages))
  return known ? known[1] : `it says ${messages}. Look at the server`
}
