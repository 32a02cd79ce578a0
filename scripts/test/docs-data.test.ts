/** The page about what is done with a shop's data is what the readers do. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { it } from 'node:test'
import { TABLES } from '../../packages/bff/test/domain/tables.ts'
import { DATA_PAGE, dataPage } from '../docs/data-page.ts'

it('the page is what the tables say (node scripts/docs/data-page.ts writes it)', () => {
  assert.equal(readFileSync(DATA_PAGE, 'utf8'), dataPage())
})

it('shows every table, and nothing that cannot be seen', () => {
  const page = dataPage()
  for (const { title } of TABLES) assert.ok(page.includes(`\n## ${title}\n`))
  assert.doesNotMatch(page, /(?!\n)\p{Cc}|\p{Cf}|\p{Cs}/u)
})
