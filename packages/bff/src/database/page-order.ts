/** The position and the order of a list page. */

/** Where a row stands: its moment, and its id where moments are the same. */
export type Place = { at: number; id: string }

export type PageOrder = {
  oldest: boolean
  /** Sorts by the last change instead of the creation. */
  updated?: boolean
  after?: Place | undefined
  /** Where the range ends, inclusive. */
  until?: Place | undefined
  limit: number
}
