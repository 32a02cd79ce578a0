/** Reads a CSV file of the BFF, whose cells have no line ends. */

/** @returns one object per line, by the names in the head */
export function csvRows(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.trimEnd().split('\r\n')
  const cells = (line: string) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) =>
      cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
    )
  return lines.map((line) => {
    const values = cells(line)
    return Object.fromEntries(head.split(',').map((name, index) => [name, values[index] ?? '']))
  })
}
