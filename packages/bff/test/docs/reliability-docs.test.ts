/**
 * `docs/reference/reliability.md` names the test of each requirement: those files must be there, and every id once. So must
 * those of `docs/guides/testing.md`, which names the tests of each of PayKKa's calls.
 */
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../../../../', import.meta.url)
const tests = ['packages/bff/test/', 'lab/', ''].map((folder) => new URL(folder, root))
const page = readFileSync(new URL('docs/reference/reliability.md', root), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => /^\| [A-Z]+-?\d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))

it('names only tests that are there', () => {
  const named = rows.flatMap((cells) =>
    [...(cells.at(-2) ?? '').matchAll(/`([\w./-]*[./][\w./-]*)`/g)].map(([, file]) => file),
  )
  const isThere = (file = '') => tests.some((from) => existsSync(new URL(file, from)))
  const missing = named.filter((file) => !isThere(file))
  expect(missing).toEqual([])
  expect(named.length).toBeGreaterThan(60)
})

it.each([
  ['IDM', 15],
  ['WH', 10],
  ['RD', 9],
  ['FY', 18],
  ['WC', 12],
  ['H', 9],
  ['I', 9],
  ['J', 12],
  ['K', 10],
])('has every %s from 1 to %i', (prefix, last) => {
  const ids = new Set(rows.flatMap(([, cell = '']) => idsIn(cell, prefix)))
  expect([...ids].sort((a, b) => a - b)).toEqual(Array.from({ length: last }, (_, index) => index + 1))
})

/** The numbers a cell names, those between the two ends of `A-03 … A-15` too. */
function idsIn(cell: string, prefix: string): number[] {
  return cell.split(', ').flatMap((part) => {
    const [first, last = first] = [
      ...part.matchAll(new RegExp(`^${prefix}-(\\d+)|… ${prefix}-(\\d+)`, 'g')),
    ].map(([, a, b]) => Number(a ?? b))
    if (first === undefined || last === undefined) return []
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}

const FOLDERS = ['e2e/tests/', 'packages/bff/test/http/', '']

it("finds the tests of every call of PayKKa's API in docs/guides/testing.md", () => {
  const testing = readFileSync(new URL('docs/guides/testing.md', root), 'utf8')
  const table = testing.slice(testing.indexOf("### Each of PayKKa's calls"))
  const files = [...table.matchAll(/`([\w./-]+\.(?:spec|test)\.ts)`/g)].map(([, file = '']) => file)
  expect(files.length).toBeGreaterThan(30)
  const isThere = (file: string) => FOLDERS.some((folder) => existsSync(new URL(`${folder}${file}`, root)))
  expect(files.filter((file) => !isThere(file))).toEqual([])
  const emulator = readFileSync(new URL('packages/emulator/src/api-routes.ts', root), 'utf8')
  const calls = [...emulator.matchAll(/\[`\$\{BASE\}([\w/-]+)`\]/g)].map(([, path]) => path)
  expect(calls.length).toBeGreaterThan(9)
  expect(calls.filter((path) => !table.includes(`\`${path}\``))).toEqual([])
})
