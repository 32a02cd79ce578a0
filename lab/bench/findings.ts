/** What the element's measurements hand to the report; apart from them, because those speak of the page. */

/** Milliseconds of each visit, by candidate. */
export type LoadTimes = Record<string, number[]>

export type LayoutShift = {
  /** As browsers score it: what follows an input within half a second is forgiven. */
  cls: number
  /** With nothing forgiven. */
  all: number
}

export type Bytes = { files: number; min: number; gzip: number; brotli: number }
