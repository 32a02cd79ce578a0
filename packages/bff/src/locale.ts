/** Language tags as pages and systems write them. */

/** Languages whose texts are filed under another tag. */
const FILED_AS: Record<string, string> = { no: 'nb', nn: 'nb' }

/**
 * Reads `de-DE`, and also `de_DE`, `fr_FR.UTF-8`, `pt_PT_ao90` and the first tag of a list. What cannot be read at the end
 * of a tag is left out.
 *
 * @returns the locale with its likely script and region, null for what is no language tag
 */
export function readLocale(tag: string): Intl.Locale | null {
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
    return new Intl.Locale(tag).maximize()
  } catch {
    return null
  }
}

/** @returns the best of the known locales for a tag, undefined when none fits: `de_AT` finds `de`, `zh-HK` finds `zh-Hant` */
export function bestLocale(tag: string, known: readonly string[]): string | undefined {
  const locale = readLocale(tag)
  if (!locale) return undefined
  const { language, script, region } = locale
  // Portuguese outside Brazil follows Portugal.
  const last = language === 'pt' ? 'pt-PT' : (FILED_AS[language] ?? language)
  const candidates = [`${language}-${region}`, `${language}-${script}`, last]
  return candidates.find((candidate) => known.includes(candidate))
}
