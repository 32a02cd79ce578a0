/** The tables of a document, for tests that execute their rows. */
import { readFileSync } from 'node:fs'

type DocTable = { heading: string; rows: string[][] }

/**
 * @param name of a page in `docs/`
 * @returns its tables with the heading above each, cells without backticks, and without the row of column names
 */
export function docTables(name: string): DocTable[] {
  const lines = readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8').split('\n')
  const tables: DocTable[] = []
  let heading = ''
  let inTable = false
  for (const line of lines) {
    if (line.startsWith('#')) heading = line.replace(/^#+ /, '')
    const isRow = line.startsWith('|')
    if (isRow && !inTable) tables.push({ heading, rows: [] })
    if (isRow) tables.at(-1)?.rows.push(cellsOf(line))
    inTable = isRow
  }
  // The first two rows are the columns' names and the line below them.
  return tables.map((table) => ({ ...table, rows: table.rows.slice(2) }))
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''))
}
