import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { problemText } from '../../../src/card/form/card-messages.ts'
import { loadBillingTexts } from '../../../src/locales/billing-locales.ts'
import { loadExtraTexts, loadTexts } from '../../../src/locales/locales.ts'
import { LOCALES } from '../../../src/locales/names.ts'
import { failure, pay } from '../../../src/ui/checkout-messages.ts'
import { declined } from '../../../src/ui/results/result-messages.ts'

const folder = new URL('../../../src/', import.meta.url)
/** Folders whose texts only some checkouts and account pages show; their translations are separate files. */
const SOME_PAGES = [
  'methods/accordion',
  'methods/subscription',
  'methods/saved-cards',
  'methods/consent',
  'methods/hosted',
  'elements/account',
]
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  basename(name).endsWith('-messages.ts'),
)
const isShownBySome = (name: string) => SOME_PAGES.includes(dirname(name))
const isOfBilling = (name: string) => dirname(name) === 'billing'
const read = (names: string[]) => names.map((name) => readFileSync(new URL(name, folder), 'utf8'))
const sources = read(files.filter((name) => !isShownBySome(name) && !isOfBilling(name)))
const moreSources = read(files.filter(isShownBySome))
const billingSources = read(files.filter(isOfBilling))
const MESSAGE = /\bmsg\(\s*(?:str)?(['`])((?:(?!\1).)*)\1,\s*\{\s*id: '([^']+)',?\s*\}/gs

/** Every message: its id, and its number of values. */
const valuesOf = (texts: readonly string[]) =>
  new Map(
    texts.flatMap((source) =>
      [...source.matchAll(MESSAGE)].map(
        ([, , text = '', id = '']) => [id, text.split('${').length - 1] as const,
      ),
    ),
  )
const values = valuesOf(sources)
const moreValues = valuesOf(moreSources)
const billingValues = valuesOf(billingSources)
const callsOf = (source: string): number => source.match(/\bmsg\(/g)?.length ?? 0

/** The values in a translation, sorted. */
const valuesIn = (text = ''): number[] =>
  [...text.matchAll(/\{(\d)\}/g)].map(([, index]) => Number(index)).sort()

describe('messages', () => {
  it('have one id each, used in one place', () => {
    const all = [...sources, ...moreSources, ...billingSources]
    const ids = [values, moreValues, billingValues].flatMap((one) => [...one.keys()])
    expect(new Set(ids).size).toBe(all.reduce((sum, source) => sum + callsOf(source), 0))
  })

  it('carry their values', () => {
    expect(pay('€49.99')).toBe('Pay €49.99')
    expect(problemText('number', 'brand', 'Visa')).toBe('This card is not accepted here. Use Visa.')
  })

  it('with an amount are the four that are walked through a translator in `translator.test.ts`', () => {
    const withSum = [...values.keys()].filter((id) => {
      const [source = ''] = sources.filter((text) => text.includes(`id: '${id}'`))
      const message = [...source.matchAll(MESSAGE)].find(([, , , name]) => name === id)?.[2] ?? ''
      return /\$\{(?:amount|shown|current|display|price|total)\}/.test(message)
    })
    expect(withSum.sort()).toEqual(['amount-changed-text', 'authorized-text', 'paid-text', 'pay-amount'])
  })

  it.each(['same-card', 'other-card', 'later', 'contact-bank', 'never'] as const)(
    'give advice for %s',
    (retry) => {
      expect(declined(retry)).toMatch(/^Nothing was charged\. .+\.$/)
    },
  )

  it('claim that nothing was charged only where the BFF refused the attempt', () => {
    expect(failure('busy', true, true).text).toContain('Nothing was charged')
    expect(failure('busy', true, false).text).not.toContain('charged')
    expect(failure('internal_error', true, false).text).not.toContain('charged')
    expect(failure('forbidden', false, false).text).not.toContain('charged')
  })
})

describe.each(LOCALES)('locale %s', (locale) => {
  it.each([
    ['some pages show', loadExtraTexts, moreValues],
    ['the billing details show', loadBillingTexts, billingValues],
  ])('has every text that only %s, and all their values', async (_, load, wanted) => {
    const texts = await load(locale)
    expect(Object.keys(texts).sort()).toEqual([...wanted.keys()].sort())
    for (const [id, count] of wanted) {
      const shown = texts[id] ?? ''
      expect([...shown.matchAll(/\{(\d)\}/g)].length, id).toBe(count)
      expect(shown.replaceAll('{0}', ''), id).not.toMatch(/[{}<>$]|^\s*$/)
      expect(shown, id).toBe(shown.trim())
    }
  })

  it('has every message, none that is not used, and all their values', async () => {
    const texts = await loadTexts(locale)
    expect(Object.keys(texts).sort()).toEqual([...values.keys()].sort())
    for (const [id, count] of values) {
      expect(valuesIn(texts[id]), id).toEqual(Array.from({ length: count }, (_, index) => index))
      const shown = (texts[id] ?? '').replaceAll(/\{\d\}/g, '0')
      expect(shown, id).not.toMatch(/[{}<>$]|^\s*$|^\s|\s$/)
    }
  })
})
