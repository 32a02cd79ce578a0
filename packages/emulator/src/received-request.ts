/** A request as the emulator remembers it. */

/** One genuine request: who asked what, and how it was answered. */
export interface ReceivedRequest {
  /** Milliseconds since the epoch. */
  at: number
  path: string
  /** The trans_id of the payment it is about, where there is one. */
  transId?: string
  /** The ret_code of the answer; empty while there is none. */
  retCode: string
  /** The body, its card members masked. */
  body: Record<string, unknown>
}
