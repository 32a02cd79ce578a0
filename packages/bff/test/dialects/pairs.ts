/** Few rows in which every pair of readings of two dialects meets: all pairs, built greedily. */

export type Table = Record<string, readonly string[]>
export type Row = Record<string, string>

/**
 * @param table the readings of each dialect
 * @returns rows that give each dialect one reading; every pair of readings of two dialects is in at least one of them
 */
export function allPairs(table: Table): Row[] {
  const missing = new Set(pairsOf(table))
  const rows: Row[] = []
  while (missing.size > 0) {
    const row = nextRow(table, missing)
    for (const pair of pairsIn(row)) missing.delete(pair)
    rows.push(row)
  }
  return rows
}

const name = (one: string, reading: string, other: string, otherReading: string) =>
  one < other ? `${one}=${reading} ${other}=${otherReading}` : `${other}=${otherReading} ${one}=${reading}`

function pairsOf(table: Table): string[] {
  const keys = Object.keys(table)
  return keys.flatMap((one, index) =>
    keys
      .slice(index + 1)
      .flatMap((other) =>
        (table[one] ?? []).flatMap((reading) =>
          (table[other] ?? []).map((otherReading) => name(one, reading, other, otherReading)),
        ),
      ),
  )
}

function pairsIn(row: Row): string[] {
  return pairsOf(Object.fromEntries(Object.entries(row).map(([key, reading]) => [key, [reading]])))
}

/** Begins with a pair that is still missing, then gives each dialect the reading that meets most missing pairs. */
function nextRow(table: Table, missing: ReadonlySet<string>): Row {
  const [seed = ''] = missing
  const row: Row = Object.fromEntries(seed.split(' ').map((part) => part.split('=') as [string, string]))
  for (const [key, readings] of Object.entries(table)) {
    if (row[key] !== undefined) continue
    const met = (reading: string) =>
      Object.entries(row).filter(([other, chosen]) => missing.has(name(key, reading, other, chosen))).length
    row[key] = readings.toSorted((a, b) => met(b) - met(a))[0] ?? ''
  }
  return row
}
