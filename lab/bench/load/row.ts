/** One figure under load as the tables show it. */
export type LoadRow = {
  name: string
  value: string
  /** What is promised; empty where nothing is. */
  limit: string
  /** What shows that the figure could have come out otherwise. */
  control: string
  ok: boolean
}

/** @returns 12345 as 12,345 */
export const count = (value: number): string => value.toLocaleString('en')
