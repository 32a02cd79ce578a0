/** Opens a process for payments: at once when its ledger was kept, else after PayKKa was asked what the ledger forgot. */
import type { RecallParts } from '../payment/recall.ts'
import { recallForgotten } from '../payment/recall.ts'
import type { Presence } from './presence.ts'

export type OpeningParts = RecallParts & {
  presence: Pick<Presence, 'enter' | 'serve'>
  /** Resolves after that many milliseconds. */
  pause(ms: number): Promise<void>
}

export type Opening = {
  /** Fulfilled when the process takes payments, or was stopped before. */
  done: Promise<void>
  stop(): void
}

const RETRY_MS = 2000

/** @throws Error when the ledger can’t be entered */
export async function openForPayments(parts: OpeningParts): Promise<Opening> {
  const since = await parts.presence.enter()
  const stopped = new AbortController()
  const done = since === null ? parts.presence.serve() : recallThenServe(parts, since, stopped.signal)
  return { done, stop: () => stopped.abort() }
}

async function recallThenServe(parts: OpeningParts, since: number, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    try {
      const sums = await recallForgotten(parts, since)
      parts.log.info({ ...sums, since }, 'asked PayKKa what this ledger may have forgotten')
      return await parts.presence.serve()
    } catch (err) {
      parts.log.error({ err }, 'could not compare the ledger with PayKKa; trying again')
      await parts.pause(RETRY_MS)
    }
  }
}
