/** Month names in all languages of the texts, for expiry dates that were pasted. */
import { knownLocales, shownLocale } from '../../locales/localization.ts'

/** One day in each month, in UTC, so that no time zone changes the month. */
const DAYS = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2026, month, 15)))

const FORMS: readonly Intl.DateTimeFormatOptions[] = [
  { month: 'long' },
  { month: 'short' },
  // In many languages the name has another form after a day: `декабрь`, but `15 декабря`.
  { month: 'long', day: 'numeric' },
  { month: 'short', day: 'numeric' },
]

/** Lower case, without accents and dots: `déc.` equals `DEC`. */
const plain = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/[\p{M}.]/gu, '')
    .toLowerCase()

const known = new Map<string, string[][]>()

/** The names of the twelve months in a language, each in all its forms. */
function namesIn(locale: string): string[][] {
  const names = known.get(locale) ?? readNames(locale)
  known.set(locale, names)
  return names
}

function readNames(locale: string): string[][] {
  const formats = FORMS.flatMap((form) => formatOf(locale, form) ?? [])
  return DAYS.map((day) => formats.map((format) => nameOf(day, format)))
}

/** `null` for a shop's own tag that `Intl` does not accept. */
function formatOf(locale: string, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat(locale, { ...form, calendar: 'gregory', timeZone: 'UTC' })
  } catch {
    return null
  }
}

const nameOf = (day: Date, format: Intl.DateTimeFormat): string =>
  plain(format.formatToParts(day).find(({ type }) => type === 'month')?.value ?? '')

/**
 * The months that a word can mean in a language: by its whole name, by at least three letters, or by its stem, when
 * `Intl` has the name only in another grammatical case (`Δεκεμβρίου`, not `Δεκέμβριος`).
 */
function monthsIn(locale: string, word: string): number[] {
  const stem = word.slice(0, -2)
  const isName = (name: string) =>
    name === word ||
    (word.length >= 3 && name.startsWith(word)) ||
    (stem.length >= 4 && name.startsWith(stem))
  return namesIn(locale).flatMap((names, month) => (names.some(isName) ? [month + 1] : []))
}

/**
 * The shown language comes first, then English, then all others.
 *
 * @param word one word of letters
 * @returns 1 to 12, or `null` for a word that is no month, or not the same one in all languages
 */
export function monthNamed(word: string): number | null {
  const name = plain(word)
  for (const near of [shownLocale(), 'en']) {
    const [month, other] = monthsIn(near, name)
    if (month && !other) return month
  }
  const months = new Set(knownLocales().flatMap((each) => monthsIn(each, name)))
  const [month = null] = months
  return months.size === 1 ? month : null
}
