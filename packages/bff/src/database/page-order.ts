/** Which page of a list, in which order. */
export type PageOrder = {
  oldest: boolean
  /** By the last change instead of the beginning. */
  updated?: boolean
  after?: { at: number; id: string } | undefined
  limit: number
}
