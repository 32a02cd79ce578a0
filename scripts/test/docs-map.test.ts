/** The map in CONTRIBUTING names each folder of the packages' sources, and no folder that is gone. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inRoot } from '../paths.ts'

const [, map = ''] = readFileSync(inRoot('CONTRIBUTING.md'), 'utf8').split('\n## The map\n')
const [sections = ''] = map.split('\n## ')

/** @returns the names in the first column of the table below a heading */
function rows(heading: string): string[] {
  const [, text = ''] = sections.split(`\n### ${heading}\n`)
  const [table = ''] = text.split('\n### ')
  return [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name)
}

const folders = (root: string) =>
  globSync('*/', { cwd: inRoot(root), exclude: ['node_modules'] }).map(
    (name) => `${name.replace(/\/$/, '')}/`,
  )

it.each(['packages/bff/src', 'packages/checkout-element/src'])('has each folder of %s', (root) => {
  const named = rows(`\`${root}\``).filter((name) => name.endsWith('/'))
  expect(named.toSorted()).toEqual(folders(root).toSorted())
})

it('names only files and folders that exist', () => {
  const sources = ['packages/bff/src', 'packages/checkout-element/src'].flatMap((root) =>
    rows(`\`${root}\``).map((name) => `${root}/${name}`),
  )
  const missing = [...sources, ...rows('Other packages')].filter((path) => !existsSync(inRoot(path)))
  expect(missing).toEqual([])
})

it('has each package', () => {
  const named = [...sections.matchAll(/`(packages\/[\w-]+)/g)].map(([, name]) => name)
  expect([...new Set(named)].toSorted()).toEqual(
    folders('packages')
      .map((name) => `packages/${name.slice(0, -1)}`)
      .toSorted(),
  )
})

it('can be read in two minutes: the README has at most 120 lines', () => {
  expect(readFileSync(inRoot('README.md'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(120)
})
