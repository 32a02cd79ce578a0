/**
 * Renders the card form for the frame's page of the BFF, from the same templates and texts that the element uses. Values
 * that differ between shops are written as `{{name}}`; the BFF replaces them.
 */
import { render } from '@lit-labs/ssr'
import { collectResultSync } from '@lit-labs/ssr/lib/render-result.js'
import type { DrawnForm } from '@paykka-checkout/shared-types'
import type { TemplateResult } from 'lit'
import { acceptedLogo } from '../src/card/form/brand-logos.ts'
import { BRAND_NAMES } from '../src/card/form/brand-names.ts'
import { PaykkaCardForm } from '../src/card/form/card-form.ts'
import { acceptedBrands, cvcHint, expiryPlaceholder, label } from '../src/card/form/card-messages.ts'
import { framePageStyles } from '../src/card/frame/frame-page.styles.ts'
import type { CardBrand } from '../src/checkout/wire.ts'
import { loadTexts } from '../src/locales/locales.ts'
import { directionOf, useTexts } from '../src/locales/localization.ts'
import { LOCALES } from '../src/locales/names.ts'
import { squeeze } from './minify-css.ts'

/** The texts of an empty form, by message id. */
const TEXTS = {
  'card-number': label.number,
  'card-expiry': label.expiry,
  'card-cvc': label.cvc,
  'card-holder': label.holder,
  'card-expiry-placeholder': expiryPlaceholder,
  'card-cvc-hint-back': () => cvcHint(3),
  'card-accepted': () => acceptedBrands('{0}'),
}

const drawn = (template: TemplateResult | TemplateResult[]): string => collectResultSync(render(template))

/** What the BFF builds the page from. */
export async function drawForm(): Promise<DrawnForm> {
  return {
    pageStyles: squeeze(framePageStyles.cssText),
    formStyles: squeeze(PaykkaCardForm.styles.map(({ cssText }) => cssText).join('\n')),
    form: formWithPlaces(),
    marks: drawnMarks(),
    names: BRAND_NAMES,
    locales: await textsOfLocales(),
  }
}

/** The form with a placeholder for every text. */
function formWithPlaces(): string {
  const places = Object.fromEntries(Object.keys(TEXTS).map((id) => [id, `{{${id}}}`]))
  useTexts(places, 'ltr')
  const form = drawn(new PaykkaCardForm().render())
  useTexts({}, 'ltr')
  const row = /(part="accepted-brands"[^>]*>\s*<!--lit-part-->)/
  if (!row.test(form)) throw new Error('The drawn form has no row of accepted brands.')
  return form.replace(row, '$1{{accepted}}')
}

function drawnMarks(): Record<string, string> {
  const [before = '', after = ''] = drawn([])
    .split('><')
    .map((part, index) => (index ? `<${part}` : `${part}>`))
  const logo = (brand: CardBrand) => drawn([acceptedLogo(brand, null)]).slice(before.length, -after.length)
  return Object.fromEntries((Object.keys(BRAND_NAMES) as CardBrand[]).map((brand) => [brand, logo(brand)]))
}

async function textsOfLocales(): Promise<DrawnForm['locales']> {
  const locales = await Promise.all(
    ['en', ...LOCALES].map(async (locale) => {
      const own = locale === 'en' ? {} : await loadTexts(locale)
      const dir = directionOf(locale)
      useTexts(own, dir)
      const texts = Object.fromEntries(Object.entries(TEXTS).map(([id, text]) => [id, text()]))
      return [locale, { dir, texts }] as const
    }),
  )
  useTexts({}, 'ltr')
  return Object.fromEntries(locales)
}
