/** Loads the texts of a locale. Each locale has two files of plain texts; both are fetched when they are shown. */
import type { Texts } from './texts.ts'

type Files = Readonly<Record<string, () => Promise<{ texts: Texts }>>>

/** The card form, paying and its results. */
const TEXTS: Files = {
  de: () => import('./de.ts'),
  fr: () => import('./fr.ts'),
  es: () => import('./es.ts'),
  it: () => import('./it.ts'),
  'pt-BR': () => import('./pt-BR.ts'),
  'pt-PT': () => import('./pt-PT.ts'),
  nl: () => import('./nl.ts'),
  pl: () => import('./pl.ts'),
  cs: () => import('./cs.ts'),
  sk: () => import('./sk.ts'),
  hu: () => import('./hu.ts'),
  ro: () => import('./ro.ts'),
  bg: () => import('./bg.ts'),
  el: () => import('./el.ts'),
  hr: () => import('./hr.ts'),
  sl: () => import('./sl.ts'),
  sv: () => import('./sv.ts'),
  da: () => import('./da.ts'),
  nb: () => import('./nb.ts'),
  fi: () => import('./fi.ts'),
  et: () => import('./et.ts'),
  lv: () => import('./lv.ts'),
  lt: () => import('./lt.ts'),
  tr: () => import('./tr.ts'),
  ru: () => import('./ru.ts'),
  uk: () => import('./uk.ts'),
  ar: () => import('./ar.ts'),
  he: () => import('./he.ts'),
  fa: () => import('./fa.ts'),
  hi: () => import('./hi.ts'),
  th: () => import('./th.ts'),
  vi: () => import('./vi.ts'),
  id: () => import('./id.ts'),
  ms: () => import('./ms.ts'),
  ja: () => import('./ja.ts'),
  ko: () => import('./ko.ts'),
  'zh-Hans': () => import('./zh-Hans.ts'),
  'zh-Hant': () => import('./zh-Hant.ts'),
}

/** What only some checkouts and account pages show: saved cards, consent, PayKKa's page, recurring payments. */
const EXTRA_TEXTS: Files = {
  de: () => import('./extra/extra-de.ts'),
  fr: () => import('./extra/extra-fr.ts'),
  es: () => import('./extra/extra-es.ts'),
  it: () => import('./extra/extra-it.ts'),
  'pt-BR': () => import('./extra/extra-pt-BR.ts'),
  'pt-PT': () => import('./extra/extra-pt-PT.ts'),
  nl: () => import('./extra/extra-nl.ts'),
  pl: () => import('./extra/extra-pl.ts'),
  cs: () => import('./extra/extra-cs.ts'),
  sk: () => import('./extra/extra-sk.ts'),
  hu: () => import('./extra/extra-hu.ts'),
  ro: () => import('./extra/extra-ro.ts'),
  bg: () => import('./extra/extra-bg.ts'),
  el: () => import('./extra/extra-el.ts'),
  hr: () => import('./extra/extra-hr.ts'),
  sl: () => import('./extra/extra-sl.ts'),
  sv: () => import('./extra/extra-sv.ts'),
  da: () => import('./extra/extra-da.ts'),
  nb: () => import('./extra/extra-nb.ts'),
  fi: () => import('./extra/extra-fi.ts'),
  et: () => import('./extra/extra-et.ts'),
  lv: () => import('./extra/extra-lv.ts'),
  lt: () => import('./extra/extra-lt.ts'),
  tr: () => import('./extra/extra-tr.ts'),
  ru: () => import('./extra/extra-ru.ts'),
  uk: () => import('./extra/extra-uk.ts'),
  ar: () => import('./extra/extra-ar.ts'),
  he: () => import('./extra/extra-he.ts'),
  fa: () => import('./extra/extra-fa.ts'),
  hi: () => import('./extra/extra-hi.ts'),
  th: () => import('./extra/extra-th.ts'),
  vi: () => import('./extra/extra-vi.ts'),
  id: () => import('./extra/extra-id.ts'),
  ms: () => import('./extra/extra-ms.ts'),
  ja: () => import('./extra/extra-ja.ts'),
  ko: () => import('./extra/extra-ko.ts'),
  'zh-Hans': () => import('./extra/extra-zh-Hans.ts'),
  'zh-Hant': () => import('./extra/extra-zh-Hant.ts'),
}

/** The texts of every checkout. @throws when the file cannot be loaded or does not exist */
export const loadTexts = (locale: string): Promise<Texts> => load(TEXTS, locale)

/** The texts that only some pages show. @throws when the file cannot be loaded or does not exist */
export const loadExtraTexts = (locale: string): Promise<Texts> => load(EXTRA_TEXTS, locale)

async function load(files: Files, locale: string): Promise<Texts> {
  const file = files[locale]
  if (!file) throw new TypeError(locale)
  return (await file()).texts
}
