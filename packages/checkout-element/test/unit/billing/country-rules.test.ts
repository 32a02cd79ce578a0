import { describe, expect, it } from 'vitest'
import { allRules } from '../../../scripts/country-rules.ts'
import type { BillingField } from '../../../src/billing/billing-fields.ts'
import { fieldsOf, mistakeOf } from '../../../src/billing/billing-fields.ts'
import { COUNTRIES, loadRule, stateCode, statesOf } from '../../../src/billing/country-rules.ts'
import { COUNTRY_CASES } from './country-table.ts'

const NAMED = ['firstName', 'lastName', 'country']
const fieldsIn = async (country: string, locale = 'en'): Promise<BillingField[]> =>
  fieldsOf('address', country, await loadRule(country), locale)
const labelOf = (fields: BillingField[], wanted: string) =>
  fields.find(({ name }) => name === wanted)?.label ?? null

describe.each(COUNTRY_CASES)('%s', (country, order, state, postal, usual, unusual) => {
  it('asks for its fields in its order, by its names', async () => {
    const fields = await fieldsIn(country)
    const parts = fields.filter(({ name }) => !NAMED.includes(name))
    expect(parts.map(({ name, required }) => `${name}${required ? '+' : ''}`).join(' ')).toBe(order)
    expect(labelOf(fields, 'state')).toBe(state)
    expect(labelOf(fields, 'postalCode')).toBe(postal)
  })

  it('takes its postal codes, and doubts another one', async () => {
    const rule = await loadRule(country)
    const [field] = (await fieldsIn(country)).filter(({ name }) => name === 'postalCode')
    const judged = (postalCode: string) => field && mistakeOf(field, { postalCode }, rule)
    for (const code of usual) expect(judged(code), code).toBeNull()
    if (unusual !== null) expect(judged(unusual)).toBe('unusual')
  })
})

describe('rules of countries', () => {
  it('are those of the sources, for every country', async () => {
    const rules = allRules()
    expect([...rules.keys()].sort()).toEqual([...COUNTRIES].sort())
    for (const [country, rule] of rules) expect(await loadRule(country), country).toEqual(rule)
  })

  it('are in the table for 60 countries and more', () => {
    expect(new Set(COUNTRY_CASES.map(([country]) => country)).size).toBeGreaterThanOrEqual(60)
  })

  it('accept the example that they show, everywhere', async () => {
    for (const country of COUNTRIES) {
      const { postal, example } = await loadRule(country)
      if (postal && example) expect(example, country).toMatch(new RegExp(postal, 'i'))
    }
  })

  it('ask for a street where the country is not known', async () => {
    const fields = await fieldsIn('ZZ')
    expect(fields.flatMap(({ name, required }) => (required ? [name] : []))).toEqual([...NAMED, 'line1'])
  })

  it('follow the script of the page', async () => {
    const japan = async (locale: string) => (await fieldsIn('JP', locale)).map(({ name }) => name)
    expect(await japan('ja')).toEqual([
      'lastName',
      'firstName',
      'country',
      'postalCode',
      'state',
      'line1',
      'line2',
    ])
    expect(await japan('de')).toEqual([
      'lastName',
      'firstName',
      'country',
      'line1',
      'line2',
      'state',
      'postalCode',
    ])
    const tokyo = async (locale: string) => statesOf(await loadRule('JP'), locale)[12]?.name
    expect([await tokyo('ja'), await tokyo('en')]).toEqual(['東京都', 'Tokyo'])
  })
})

describe('states', () => {
  it.each([
    ['US', 'CA', 'CA'],
    ['US', 'california', 'CA'],
    ['US', 'US-CA', 'CA'],
    ['US', 'Calif', 'Calif'],
    ['CA', 'Québec', 'QC'],
    ['CA', 'quebec', 'QC'],
    ['MX', 'CDMX', 'CMX'],
    ['MX', 'Ciudad de Mexico', 'CMX'],
    ['JP', '東京都', '13'],
    ['JP', 'tokyo', '13'],
    ['KR', '서울특별시', '11'],
    ['IT', 'Milano', 'MI'],
    ['ES', 'Barcelona', 'B'],
    ['HK', 'Kowloon', 'Kowloon'],
    ['DE', 'Bayern', 'Bayern'],
    ['US', '', ''],
  ])('%s: %s is %s', async (country, given, code) => {
    expect(stateCode(await loadRule(country), given)).toBe(code)
  })

  it('have one code each, everywhere', async () => {
    for (const country of COUNTRIES) {
      const codes = statesOf(await loadRule(country), 'en').map(({ code }) => code)
      expect(new Set(codes).size, country).toBe(codes.length)
      expect(codes, country).not.toContain('')
    }
  })
})
