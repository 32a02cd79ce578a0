/** The events, line by line. Random ids become ordinals, so that one seed has one trace. */

export type Trace = {
  line(text: string): void
  /** @returns `pay3` for the third id that begins with `pay_` */
  name(id: string): string
  /** @returns the order in which ids were first seen */
  ordinal(id: string): number
  last(count: number): string[]
  hash(): string
}

/** @param kept how many of the last lines can be shown */
export function createTrace(now: () => number, start: number, kept: number): Trace {
  const names = new Map<string, { name: string; ordinal: number }>()
  const counts = new Map<string, number>()
  const ring: string[] = []
  const mix = createMix()
  let lines = 0
  const meet = (id: string) => {
    const known = names.get(id)
    if (known) return known
    const kind = /^([a-z]+)_/.exec(id)?.[1] ?? 'id'
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const met = { name: `${kind}${count}`, ordinal: names.size }
    names.set(id, met)
    return met
  }
  return {
    line: (text) => {
      const full = `${now() - start} ${text}`
      mix.add(full)
      ring[lines++ % kept] = full
    },
    name: (id) => meet(id).name,
    ordinal: (id) => meet(id).ordinal,
    last: (count) => {
      const shown = Math.min(count, lines, kept)
      return Array.from({ length: shown }, (_, index) => ring[(lines - shown + index) % kept] ?? '')
    },
    hash: () => mix.value(),
  }
}

/** Two 32-bit FNV-1a sums with different starts. */
function createMix() {
  let a = 0x811c9dc5
  let b = 0x1b873593
  return {
    add: (text: string) => {
      for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index)
        a = Math.imul(a ^ code, 0x01000193)
        b = Math.imul(b ^ code, 0x85ebca6b)
      }
    },
    value: () => [a, b].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join(''),
  }
}
