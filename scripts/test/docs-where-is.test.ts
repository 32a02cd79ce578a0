/** Each row of the page "Where is …?" leads to one file that exists. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inRoot } from '../paths.ts'

const page = readFileSync(inRoot('docs', 'guides', 'where-is.md'), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => /^\| (?!task|---)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, task = '', file = '']) => [task, file.replaceAll('`', '')] as const)

it.each(rows)('%s: %s', (_task, file) => {
  expect(existsSync(inRoot(file)), `docs/guides/where-is.md is stale: there is no ${file}`).toBe(true)
})

it('answers at least ten tasks, each once', () => {
  expect(rows.length).toBeGreaterThan(10)
  expect(new Set(rows.map(([task]) => task)).size).toBe(rows.length)
})

/** A word in backticks that is no path is a name in the row's file. */
it('names only what the file contains', () => {
  const names = page.matchAll(/^\| .* \| `([^`]+)` \| `([A-Z_]{4,}|\w+(?=\())/gm)
  const missing = [...names].filter(
    ([, file = '', name = '']) => !readFileSync(inRoot(file), 'utf8').includes(name),
  )
  expect(missing.map(([row]) => row)).toEqual([])
})
