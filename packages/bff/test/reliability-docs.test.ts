/** `docs/reliability.md` names the test of each requirement: those files must be there, and every id once. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const page = readFileSync(new URL('../../../docs/reliability.md', import.meta.url), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => /^\| [A-Z]+-?\d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))

it('names only tests that are there', () => {
  const named = rows.flatMap((cells) =>
    [...(cells.at(-2) ?? '').matchAll(/`([\w./-]*[./][\w./-]*)`/g)].map(([, file]) => file),
  )
  const missing = named.filter((file) => !existsSync(fileURLToPath(new URL(`./${file}`, import.meta.url))))
  expect(missing).toEqual([])
  expect(named.length).toBeGreaterThan(60)
})

it.each([
  ['IDM', 15],
  ['WH', 10],
])('has every %s from 1 to %i', (prefix, last) => {
  const ids = rows.map(([, id]) => id).filter((id) => id?.startsWith(`${prefix}-`))
  expect(ids).toEqual(Array.from({ length: last }, (_, index) => `${prefix}-${index + 1}`))
})
