/** An answer that says no: HTTP 4xx with PayKKa's ret_code. Messages name fields and never repeat their values. */

/** Thrown by any check or operation; the API route turns it into `{ ret_code, ret_msg }`. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.status = status
  }
}

/** ret_code of a malformed or impossible request. */
export const INVALID_REQUEST = '010000'

/** ret_code of an order, refund or session that does not exist. */
export const NOT_FOUND = '206024'

/** A refusal for a request that PayKKa calls invalid. */
export function invalid(message: string): Refusal {
  return new Refusal(INVALID_REQUEST, message)
}

/** A refusal for a thing that does not exist. */
export function notFound(what: string): Refusal {
  return new Refusal(NOT_FOUND, `${what} does not exist`)
}
