/** Loads the address rules of one country, and reads its states in the shopper's script. */
import { FILES, PLAIN } from './countries/index.ts'
import type { CountryData } from './country-data.ts'

/** Every country that can be chosen, by its ISO 3166-1 code. */
export const COUNTRIES: readonly string[] = [...Object.keys(FILES), ...PLAIN.split(' ')]

const PLAIN_RULE: CountryData = { order: 'AC', required: 'AC' }
/** For a country that this version does not know, and for rules that cannot be loaded: asks for little. */
const UNKNOWN_RULE: CountryData = { order: 'AZC', required: 'A' }

export async function loadRule(country: string): Promise<CountryData> {
  const file = FILES[country]
  if (!file) return COUNTRIES.includes(country) ? PLAIN_RULE : UNKNOWN_RULE
  return await file().then(
    ({ rule }) => rule,
    () => UNKNOWN_RULE,
  )
}

/** True when the page is in the country's own language, so that its own script is read. */
export const isHome = ({ language }: CountryData, locale: string): boolean =>
  language === undefined || language.split('-')[0] === locale.split('-')[0]

/** A state by its ISO 3166-2 code without the country, or by its name where it has none. */
export type State = { code: string; name: string; others: readonly string[] }

export function statesOf(rule: CountryData, locale: string): State[] {
  const home = isHome(rule, locale)
  return (rule.states?.split('|') ?? []).map((line) => {
    const [code = '', name = '', latin = '', alias = ''] = line.split(':')
    return { code, name: home ? name : latin || name, others: [code, name, latin, alias].filter(Boolean) }
  })
}

const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\p{Mn}\s.'-]/gu, '')
    .toLowerCase()

/** The code of a state that wallets, shops and browsers write in several ways; text that names none stays. */
export function stateCode(rule: CountryData, given: string): string {
  const [, short = given] = /^[A-Z]{2}-(\w{1,3})$/.exec(given) ?? []
  const wanted = [fold(given), fold(short)]
  const found = statesOf(rule, '').find(({ others }) => others.some((one) => wanted.includes(fold(one))))
  return found?.code ?? given
}
