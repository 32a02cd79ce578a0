/** Prints rows as a table for people, or as JSON for programs. */

export type Cell = string | number | null

/** @param columns heading and value of each column */
export function printRows<T>(rows: T[], columns: [string, (row: T) => Cell][], json: boolean): void {
  if (json) console.log(JSON.stringify(rows.map((row) => toRecord(row, columns))))
  else if (rows.length === 0) console.log('Nothing to show.')
  else for (const line of align(rows, columns)) console.log(line)
}

function toRecord<T>(row: T, columns: [string, (row: T) => Cell][]): Record<string, Cell> {
  return Object.fromEntries(columns.map(([name, read]) => [name, read(row)]))
}

function align<T>(rows: T[], columns: [string, (row: T) => Cell][]): string[] {
  const head = columns.map(([name]) => name)
  const lines = [head, ...rows.map((row) => columns.map(([, read]) => String(read(row) ?? '-')))]
  const widths = head.map((_, index) => Math.max(...lines.map((line) => (line[index] ?? '').length)))
  return lines.map((line) =>
    line
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** @param moment Unix milliseconds */
export function when(moment: number | null): string {
  return moment === null ? '-' : new Date(moment).toISOString()
}
