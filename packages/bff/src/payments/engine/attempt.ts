/**
 * One attempt to move money: a purchase, a capture, a void or a refund. The engine claims it, commits it as `sending`,
 * sends it, judges and settles the answer, and queries PayKKa until the result is proven. A `Kind` supplies the rest.
 */
import type { Queries } from '../../database/database.ts'
import type { SettleParts } from './engine-parts.ts'

/** The columns the engine reads and writes. Times in Unix milliseconds. */
export type AttemptRow = {
  id: string
  status: string
  created_at: number
  /** After this moment the request must not be signed any more. */
  send_deadline: number
  next_query_at: number | null
  /** The number of queries made in the present status. */
  queries: number
  lease_until: number
  /** Fencing token: each lease raises it, and an answer under an older lease is dropped. */
  lease_fence?: number
}

/**
 * The kind and the moment of a request: its answer describes the state at that moment. `provenAt` is the same moment, or 0
 * when PayKKa had not confirmed the time by then. `fence` is the lease of the request.
 */
export type Asked = { what: 'order' | 'query'; at: number; provenAt: number; fence?: number }

/** The columns that a reschedule changes. */
type Rescheduled = Pick<AttemptRow, 'queries' | 'next_query_at' | 'lease_until'>

/** How the engine judges, writes and queries one kind of attempt. */
export type Kind<Row extends AttemptRow, Answer extends { kind: string }, Verdict> = {
  /** Names its rows in the log. */
  noun: 'payment' | 'operation'
  /** Reads and locks the row and its payment until the transaction ends. */
  lock(parts: SettleParts, tx: Queries, id: string): Promise<Row | undefined>
  /**
   * Pure.
   * @param now Unix milliseconds; 0 until PayKKa has confirmed the time, so that a wrong clock ends nothing
   * @returns the row's change; null when the answer proves nothing new
   */
  judge(row: Row, answer: Answer, asked: Asked, now: number): Verdict | null
  /** Writes a verdict and its consequences: history, checkout, event for the shop. */
  apply(parts: SettleParts, tx: Queries, row: Row, verdict: Verdict, asked: Asked): Promise<Row>
  update(tx: Queries, id: string, changes: Rescheduled): Promise<void>
  /**
   * Pure.
   * @param askedAt the moment of the last query
   * @returns Unix milliseconds of the next query; null when no query is needed
   */
  nextQueryAt(row: Row, now: number, random: number, askedAt: number): number | null
  /** Runs last in the transaction of each settlement. */
  settled?(tx: Queries, before: Row, after: Row): Promise<void>
}
