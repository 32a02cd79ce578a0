/**
 * One attempt to move money: a purchase, a capture, a void or a refund. Each is claimed, committed as `sending`, sent,
 * judged, settled, and asked about until its result is proven. The engine does that; a `Kind` supplies the rest.
 */
import type { Queries } from '../../database/database.ts'
import type { SettleParts } from './engine-parts.ts'

/** The columns the engine reads and writes. Times in Unix milliseconds. */
export type AttemptRow = {
  id: string
  status: string
  created_at: number
  /** From then on the request must not be signed any more. */
  send_deadline: number
  next_query_at: number | null
  /** How often it was asked about in its present status. */
  queries: number
  lease_until: number
  /** Counts the leases: an answer under an old one is dropped. */
  lease_fence?: number
}

/**
 * What was asked, and when: an answer says how things were then. `provenAt` is the same moment, 0 when PayKKa had not
 * confirmed the time by then. `fence` is the lease under which it was asked.
 */
export type Asked = { what: 'order' | 'query'; at: number; provenAt: number; fence?: number }

/** What a reschedule changes. */
export type Rescheduled = Pick<AttemptRow, 'queries' | 'next_query_at' | 'lease_until'>

/** How one kind of attempt is judged, written and asked about. */
export type Kind<Row extends AttemptRow, Answer extends { kind: string }, Verdict> = {
  /** Names its rows in the log. */
  noun: 'payment' | 'operation'
  /** Reads the row and holds it, with its payment, until the transaction ends. */
  lock(parts: SettleParts, tx: Queries, id: string): Promise<Row | undefined>
  /**
   * Pure.
   * @param now Unix milliseconds; 0 while PayKKa has not confirmed the time, so that no wrong clock ends anything
   * @returns what becomes of the row; null when the answer proves nothing new
   */
  judge(row: Row, answer: Answer, asked: Asked, now: number): Verdict | null
  /** Writes a verdict with all that follows from it: history, checkout, event for the shop. */
  apply(parts: SettleParts, tx: Queries, row: Row, verdict: Verdict, asked: Asked): Promise<Row>
  update(tx: Queries, id: string, changes: Rescheduled): Promise<void>
  /**
   * Pure.
   * @param askedAt when the last question was asked
   * @returns Unix milliseconds of the next question; null when nothing is left to ask
   */
  nextQueryAt(row: Row, now: number, random: number, askedAt: number): number | null
  /** Runs last in the transaction of each settlement. */
  settled?(tx: Queries, before: Row, after: Row): Promise<void>
}
