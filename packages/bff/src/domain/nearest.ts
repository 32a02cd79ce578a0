/** Finds the known name closest to a mistyped one. */

/** No name of ours is longer, and the work grows with the length. */
const LONGEST = 64

const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z\d]/g, '')

/**
 * @param known names that exist
 * @returns the one that differs only in case, separators or a few letters; undefined when none is close
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > LONGEST) return undefined
  const wanted = plain(name)
  const near = known
    .map((candidate) => ({ candidate, distance: editDistance(wanted, plain(candidate)) }))
    .filter(({ candidate, distance }) => distance <= mistakesIn(Math.min(name.length, candidate.length)))
  return near.toSorted((a, b) => a.distance - b.distance)[0]?.candidate
}

/** One mistake in a short name, three in a long one. */
const mistakesIn = (length: number) => Math.min(3, Math.floor(length / 3))

/** Levenshtein distance; two swapped neighbors count as one mistake. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) row.push(cheapest(a, b, rows, row, i, j))
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}

function cheapest(a: string, b: string, rows: number[][], row: number[], i: number, j: number): number {
  const at = (line: number[] | undefined, column: number) => line?.[column] ?? Number.POSITIVE_INFINITY
  const replaced = at(rows[i - 1], j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
  const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(rows[i - 2], j - 2) + 1 : replaced
  return Math.min(at(row, j - 1) + 1, at(rows[i - 1], j) + 1, replaced, swapped)
}
