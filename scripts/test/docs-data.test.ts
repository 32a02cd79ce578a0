/** The page about what is done with a shop's data is what the readers do. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { TABLES } from '../../packages/bff/test/domain/tables.ts'
import { DATA_PAGE, dataPage } from '../docs/data-page.ts'

it('the page is what the tables say (node scripts/docs/data-page.ts writes it)', () => {
  expect(readFileSync(DATA_PAGE, 'utf8')).toBe(dataPage())
})

it('shows every table, and nothing that cannot be seen', () => {
  const page = dataPage()
  for (const { title } of TABLES) expect(page).toContain(`\n## ${title}\n`)
  expect(page).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}|\p{Cs}/u)
})
