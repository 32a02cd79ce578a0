/** Which page of a list, in which order. */

/** Where a row stands: its moment, and its id where moments are the same. */
export type Place = { at: number; id: string }

export type PageOrder = {
  oldest: boolean
  /** By the last change instead of the beginning. */
  updated?: boolean
  after?: Place | undefined
  /** Where the range ends, inclusive. */
  until?: Place | undefined
  limit: number
}
