/** Ends a BFF after its drain: requests in progress get a moment, then their calls are aborted, then their connections. */
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Jobs } from './jobs/jobs.ts'
import type { StartupRecovery } from './jobs/startup-recovery.ts'
import type { Logger } from './process/logging.ts'

/**
 * PayKKa may still answer for this long. Then its answer is lost, the payment is `unknown`, and the page polls another
 * process.
 */
const LAST_CALLS_MS = 1300
/** A client may still send the rest of its request, or receive its answer, for this long. */
const LAST_ANSWERS_MS = 1600
const LOOK_EVERY_MS = 20

type Closing = { close(): Promise<void> }

export type Running = {
  app: FastifyInstance
  jobs: Jobs
  opening: StartupRecovery
  /** The clients of other servers. */
  callers: Closing[]
  /** The parts to close when nothing runs any more, in this order. */
  last: (() => Promise<unknown> | undefined)[]
  log: Logger
}

/** Never throws: logs a failure and continues with the rest. */
export async function shutDown({ app, jobs, opening, callers, last, log }: Running): Promise<void> {
  const attempt = async (end: () => Promise<unknown> | undefined) => {
    try {
      await end()
    } catch (err) {
      log.warn({ err }, 'something could not be ended in order')
    }
  }
  const endCalls = () => Promise.all(callers.map((caller) => attempt(() => caller.close())))
  const over = new AbortController()
  void after(LAST_CALLS_MS, over.signal, endCalls)
  void after(LAST_ANSWERS_MS, over.signal, async () => {
    await untilAnswered(app)
    app.server.closeAllConnections()
  })
  const ends = [() => app.close(), () => jobs.stop(), () => opening.stop(), () => untilAnswered(app)]
  await Promise.all(ends.map(attempt))
  over.abort()
  await endCalls()
  for (const end of last) await attempt(end)
}

async function after(ms: number, over: AbortSignal, run: () => Promise<unknown>): Promise<void> {
  await pause(ms, undefined, { signal: over }).then(run, () => {})
}

/** Waits also for payments whose client has disconnected: their results must be written before the database is closed. */
async function untilAnswered(app: FastifyInstance): Promise<void> {
  do await pause(LOOK_EVERY_MS)
  while (app.working() > 0)
}
