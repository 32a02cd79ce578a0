/** The page of the card frame with the pre-rendered card form: a shopper can type before any script has run. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DrawnForm } from '@paykka-checkout/shared-types'
import { CARD_BRANDS } from '@paykka-checkout/shared-types'
import { bestLocale } from '../../domain/locale.ts'
import type { Mark } from '../../marks/read-marks.ts'
import { escapeHtml } from './html.ts'

type CardFrameData = {
  cardKey: object
  parentOrigins: string[]
  cardBrands: string[]
  /** Unix milliseconds. */
  serverTime: number
  /** True beside the emulator: the page takes test cards from the page around it. */
  testCards: boolean
}

/** The parameters in the frame's URL. */
type CardFrameWish = {
  locale?: string | undefined
  theme?: string | undefined
  /** `code`: the form for a saved card's security code, which the script renders. */
  form?: string | undefined
}

/** @param directory folder of the built element */
export function readDrawnForm(directory: string): DrawnForm {
  return JSON.parse(readFileSync(join(directory, 'drawn-form.json'), 'utf8')) as DrawnForm
}

/** @returns the form with the merchant's marks in place of the element's drawings of card brands */
export function withMarks(drawn: DrawnForm, marks: readonly Mark[]): DrawnForm {
  const brands = marks.filter(({ code }) => CARD_BRANDS.some((brand) => brand === code))
  return { ...drawn, formStyles: drawn.formStyles + brands.map(markRule).join('') }
}

const markRule = ({ code, path }: Mark): string =>
  `.logo[data-brand=${code}]{background:url(${path}) center/contain no-repeat}.logo[data-brand=${code}]>*{display:none}`

/** @returns the hashes of the two inline style sheets, for the page's content security policy */
export const styleHashes = ({ pageStyles, formStyles }: DrawnForm): string[] =>
  [pageStyles, formStyles].map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)

/** The page gets the encryption key only from here. The script comes last, since loading it would interrupt rendering. */
export function cardFramePage(drawn: DrawnForm, data: CardFrameData, wish: CardFrameWish): string {
  const meta = (name: string, content: string) => `<meta name="${name}" content="${escapeHtml(content)}">`
  const locale = localeOf(drawn, wish.locale ?? '')
  const dir = drawn.locales[locale]?.dir ?? 'ltr'
  const scheme = wish.theme === 'light' || wish.theme === 'dark' ? wish.theme : 'light dark'
  return `<!doctype html>
<html lang="${locale}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${meta('color-scheme', scheme)}
<title>Card details</title>
${meta('paykka-card-key', JSON.stringify(data.cardKey))}
${meta('paykka-parent-origins', data.parentOrigins.join(' '))}
${meta('paykka-card-brands', data.cardBrands.join(' '))}
${meta('paykka-server-time', String(data.serverTime))}
<style>${drawn.pageStyles}</style>
</head>
<body>${wish.form === 'code' ? '' : formOf(drawn, locale, data.cardBrands)}
<script type="module" src="/element/v1/card-frame.js"></script>${data.testCards && wish.form !== 'code' ? TEST_CARDS : ''}
</body>
</html>
`
}

const TEST_CARDS = '\n<script type="module" src="/element/v1/test-cards.js"></script>'

const localeOf = ({ locales }: DrawnForm, tag: string): string =>
  bestLocale(tag, Object.keys(locales)) ?? 'en'

function formOf(drawn: DrawnForm, locale: string, brands: readonly string[]): string {
  const names = brands.map((brand) => drawn.names[brand] ?? brand).join(', ')
  const texts = drawn.locales[locale]?.texts ?? {}
  const fill = (place: string, id: string) =>
    id === 'accepted'
      ? brands.map((brand) => drawn.marks[brand] ?? '').join('')
      : escapeHtml((texts[id] ?? place).replace('{0}', () => names))
  const form = drawn.form.replace(/\{\{([a-z-]+)\}\}/g, fill)
  return `<paykka-card-form><template shadowrootmode="open"><style>${drawn.formStyles}</style>${form}</template></paykka-card-form>`
}
