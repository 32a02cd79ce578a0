/** The position and the order of a list page. */

/** A row's position: its time, and its id for equal times. */
export type Place = { at: number; id: string }

export type PageOrder = {
  oldest: boolean
  /** Sorts by the last change instead of the creation. */
  updated?: boolean
  after?: Place | undefined
  /** The end of the range, inclusive. */
  until?: Place | undefined
  limit: number
}
