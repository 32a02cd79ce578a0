/** The one source of chance in a simulation: the same seed gives the same numbers. */

export type Random = {
  /** 0 ≤ x < 1 */
  next(): number
  /** Both ends included. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** Picks a name with the given weights. */
  weighted<K extends string>(weights: Record<K, number>): K
  shuffle<T>(list: T[]): T[]
}

/** mulberry32: small, fast and good enough to explore with. */
export function createRandom(seed: number): Random {
  let state = (seed * 0x9e3779b1) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  return { next, int, chance: (probability) => next() < probability, ...choices(next, int) }
}

function choices(next: () => number, int: (min: number, max: number) => number) {
  return {
    pick: <T>(list: readonly T[]): T => {
      const chosen = list[int(0, list.length - 1)]
      if (chosen === undefined) throw new Error('nothing to pick from')
      return chosen
    },
    weighted: <K extends string>(weights: Record<K, number>): K => pickWeighted(weights, next()),
    shuffle: <T>(list: T[]): T[] => {
      const keyed = list.map((item) => ({ item, key: next() }))
      return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
    },
  }
}

function pickWeighted<K extends string>(weights: Record<K, number>, at: number): K {
  const entries = Object.entries<number>(weights) as [K, number][]
  let rest = at * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [name, weight] of entries) {
    rest -= weight
    if (rest < 0) return name
  }
  const last = entries.at(-1)
  if (!last) throw new Error('nothing to pick from')
  return last[0]
}
