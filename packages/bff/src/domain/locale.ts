/** Reads language tags in the notations of pages and systems. */
import type { Reader } from './reading.ts'
import { leftOut, NOTHING, readAs } from './reading.ts'
import { isAbsent } from './records.ts'

/** Languages whose texts have another tag. */
const FILED_AS: Record<string, string> = { no: 'nb', nn: 'nb' }
/** POSIX modifiers (after an @) for scripts of BCP 47. */
const SCRIPTS: Record<string, string> = {
  latin: 'Latn',
  cyrillic: 'Cyrl',
  devanagari: 'Deva',
  arabic: 'Arab',
}

/**
 * Reads `de-DE`, and also `de_DE`, `fr_FR.UTF-8`, `pt_PT_ao90` and the first tag of a list. Unreadable parts at the end of
 * a tag are dropped.
 *
 * @returns the locale with its likely script and region; null when the text is not a language tag
 */
export function readLocale(tag: string): Intl.Locale | null {
  return parse(tag)?.maximize() ?? null
}

function parse(tag: string): Intl.Locale | null {
  const parts = tag
    .trim()
    .replace(/[^\w-].*/s, '')
    .split(/[_-]/)
  for (let length = parts.length; length > 0; length--) {
    const locale = localeOf(parts.slice(0, length).join('-'))
    if (locale) return locale
  }
  return null
}

function localeOf(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag)
  } catch {
    return null
  }
}

/** @returns the best known locale for a tag; undefined when none matches: `de_AT` finds `de`, `zh-HK` finds `zh-Hant` */
export function bestLocale(tag: string, known: readonly string[]): string | undefined {
  const locale = readLocale(tag)
  if (!locale) return undefined
  const { language, script, region } = locale
  // Portuguese outside Brazil follows Portugal.
  const last = language === 'pt' ? 'pt-PT' : (FILED_AS[language] ?? language)
  const candidates = [`${language}-${region}`, `${language}-${script}`, last]
  return candidates.find((candidate) => known.includes(candidate))
}

/** A language has two or three letters; the longer ones reserved in BCP 47 were never assigned. */
const TAG = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/

/** Reads a shop's locale as language, script and region of BCP 47. */
export const readLocaleTag: Reader<string> = (given) => {
  if (isAbsent(given)) return NOTHING
  const text = typeof given === 'string' ? given.slice(0, 64) : ''
  const locale = parse(text)
  const { language = '', region } = locale ?? {}
  const script = locale?.script ?? SCRIPTS[/@(\w+)/.exec(text)?.[1] ?? '']
  const tag = [language, script, region].filter(Boolean).join('-')
  return TAG.test(tag) ? readAs(given, tag) : leftOut('is not a language tag like de or pt-BR')
}
