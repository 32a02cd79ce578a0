/** Loads the texts of the billing details. Each locale has one file, fetched when a page shows them. */
import type { Texts } from './texts.ts'

const FILES: Readonly<Record<string, () => Promise<{ texts: Texts }>>> = {
  de: () => import('./billing/billing-de.ts'),
  fr: () => import('./billing/billing-fr.ts'),
  es: () => import('./billing/billing-es.ts'),
  it: () => import('./billing/billing-it.ts'),
  'pt-BR': () => import('./billing/billing-pt-BR.ts'),
  'pt-PT': () => import('./billing/billing-pt-PT.ts'),
  nl: () => import('./billing/billing-nl.ts'),
  pl: () => import('./billing/billing-pl.ts'),
  cs: () => import('./billing/billing-cs.ts'),
  sk: () => import('./billing/billing-sk.ts'),
  hu: () => import('./billing/billing-hu.ts'),
  ro: () => import('./billing/billing-ro.ts'),
  bg: () => import('./billing/billing-bg.ts'),
  el: () => import('./billing/billing-el.ts'),
  hr: () => import('./billing/billing-hr.ts'),
  sl: () => import('./billing/billing-sl.ts'),
  sv: () => import('./billing/billing-sv.ts'),
  da: () => import('./billing/billing-da.ts'),
  nb: () => import('./billing/billing-nb.ts'),
  fi: () => import('./billing/billing-fi.ts'),
  et: () => import('./billing/billing-et.ts'),
  lv: () => import('./billing/billing-lv.ts'),
  lt: () => import('./billing/billing-lt.ts'),
  tr: () => import('./billing/billing-tr.ts'),
  ru: () => import('./billing/billing-ru.ts'),
  uk: () => import('./billing/billing-uk.ts'),
  ar: () => import('./billing/billing-ar.ts'),
  he: () => import('./billing/billing-he.ts'),
  fa: () => import('./billing/billing-fa.ts'),
  hi: () => import('./billing/billing-hi.ts'),
  th: () => import('./billing/billing-th.ts'),
  vi: () => import('./billing/billing-vi.ts'),
  id: () => import('./billing/billing-id.ts'),
  ms: () => import('./billing/billing-ms.ts'),
  ja: () => import('./billing/billing-ja.ts'),
  ko: () => import('./billing/billing-ko.ts'),
  'zh-Hans': () => import('./billing/billing-zh-Hans.ts'),
  'zh-Hant': () => import('./billing/billing-zh-Hant.ts'),
}

/** @throws when the file cannot be loaded or does not exist */
export async function loadBillingTexts(locale: string): Promise<Texts> {
  const file = FILES[locale]
  if (!file) throw new TypeError(locale)
  return (await file()).texts
}
