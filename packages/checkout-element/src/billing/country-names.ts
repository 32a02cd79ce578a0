/** Countries by their names in the shopper's language, sorted as that language sorts. */
import { COUNTRIES } from './country-rules.ts'

type Named = { code: string; name: string }

/** The last list: names and sorting take milliseconds, and each render asks. */
let known: { key: string; names: Named[] } | null = null

/** @param chosen is in the list even if this version does not know it */
export function countryNames(chosen: string, locale: string): Named[] {
  const isListed = chosen === '' || COUNTRIES.includes(chosen)
  const key = `${locale} ${isListed ? '' : chosen}`
  if (known?.key !== key)
    known = { key, names: namesIn(isListed ? COUNTRIES : [...COUNTRIES, chosen], locale) }
  return known.names
}

function namesIn(codes: readonly string[], locale: string): Named[] {
  const names = new Intl.DisplayNames([locale, 'en'], { type: 'region' })
  const { compare } = new Intl.Collator(locale)
  return codes
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((one, other) => compare(one.name, other.name))
}
