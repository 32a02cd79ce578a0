/** PayKKa's codes of the ways to pay on its own page, and the page of the docs that lists them. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { HOSTED_CODES, hostedCode } from '../../src/paykka/hosted-methods.ts'

const page = readFileSync(new URL('../../../../docs/guides/hosted-methods.md', import.meta.url), 'utf8')

it('are the ones that docs/guides/hosted-methods.md lists', () => {
  const rows = [...page.matchAll(/`([a-z0-9_]+)` \| `([A-Z0-9_]+)`/g)].map(([, way, code]) => [way, code])
  expect(Object.fromEntries(rows)).toEqual(HOSTED_CODES)
})

it('name no two ways alike, and give way to the deployment', () => {
  expect(new Set(Object.values(HOSTED_CODES)).size).toBe(Object.keys(HOSTED_CODES).length)
  expect([hostedCode('gcash', {}), hostedCode('gcash', { gcash: 'GCASH' })]).toEqual(['G_CASH', 'GCASH'])
})
