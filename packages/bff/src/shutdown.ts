/** Ends a BFF after its drain: what is under way gets a moment, then its calls are ended, then its connections. */
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Jobs } from './jobs/jobs.ts'
import type { StartupRecovery } from './jobs/startup-recovery.ts'
import type { Logger } from './process/logging.ts'

/** So long PayKKa may still answer. Then its answer is lost, the payment is `unknown`, and the page asks for it elsewhere. */
const LAST_CALLS_MS = 1300
/** So long a client may still send the rest of its request, or take its answer. */
const LAST_ANSWERS_MS = 1600
const LOOK_EVERY_MS = 20

type Closing = { close(): Promise<void> }

export type Running = {
  app: FastifyInstance
  jobs: Jobs
  opening: StartupRecovery
  /** What calls other servers. */
  callers: Closing[]
  /** What is ended when nothing runs any more, in this order. */
  last: (() => Promise<unknown> | undefined)[]
  log: Logger
}

/** Never throws: whatever cannot be ended in order is logged, and the rest is ended all the same. */
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

/** A payment whose client is gone is carried to its end too: its result must be written before the database is closed. */
async function untilAnswered(app: FastifyInstance): Promise<void> {
  do await pause(LOOK_EVERY_MS)
  while (app.working() > 0)
}
