/** What docs/guides/going-live.md asks PayKKa: each unknown that the emulator knows, and only settings that exist. */
import { readFileSync } from 'node:fs'
import { DIALECTS } from '@paykka-checkout/emulator'
import { expect, it } from 'vitest'
import { VARIABLES } from '../../src/config/variables.ts'

const page = readFileSync(new URL('../../../../docs/guides/going-live.md', import.meta.url), 'utf8')
const [, list = ''] = page.split("## To settle with PayKKa's support")
const rows = list
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (question|---)/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))

const named = (cell = '') => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)

it('asks for every unknown that the emulator can be switched to', () => {
  const asked = rows.flatMap(([, , , dialect]) => named(dialect))
  expect(asked.toSorted()).toEqual(Object.keys(DIALECTS).toSorted())
})

it('says of each question what happens until then, and which setting decides it', () => {
  expect(rows.length).toBeGreaterThan(30)
  for (const row of rows) {
    expect(row, row[0]).toHaveLength(4)
    const [question = '', until = '', setting = ''] = row
    expect(question.trim().length * until.trim().length, question).toBeGreaterThan(0)
    if (setting.trim() !== 'none') expect(named(setting).length, question).toBeGreaterThan(0)
    for (const name of named(setting)) expect(Object.keys(VARIABLES)).toContain(name)
  }
})
