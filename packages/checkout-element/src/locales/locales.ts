/** Where each locale’s texts are: one file each, loaded when it is shown. */
import type { Texts } from './localization.ts'

const FILES: Record<string, () => Promise<{ texts: Texts }>> = {
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

/** @throws where the file cannot be loaded, or there is none */
export async function loadLocale(locale: string): Promise<Texts> {
  const load = FILES[locale]
  if (!load) throw new TypeError(locale)
  return (await load()).texts
}
