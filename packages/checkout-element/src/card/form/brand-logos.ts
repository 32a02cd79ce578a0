/** Small drawings of the card brands. They are plain shapes, not the schemes' artwork. */

import type { SVGTemplateResult, TemplateResult } from 'lit'
import { html, nothing, svg } from 'lit'
import type { CardBrand } from '../../checkout/wire.ts'
import type { DetectedBrand } from './brand.ts'
import { BRAND_NAMES } from './brand-names.ts'

// One template each, without values, because the form shows seven of them at once. Names are drawn as lines: text would
// look different in each browser and take longer to lay out than the rest of the form.
const MARKS: Record<CardBrand, SVGTemplateResult> = {
  visa: svg`<rect width="34" height="22" rx="3.5" fill="#fff" />
    <path d="M5.900 7.200l1.500 6.800 4.300-6.800M14.800 7l-1.700 8M21.200 8.600c-.9-.9-4.300-1.200-4.500.7-.2 1.800 3.700 1.400
      3.500 3.300-.2 2-3.800 2-5 .8M22 14.800l4.900-6.800 1.500 6.800M24.200 12.800h4" fill="none" stroke="#1a3a9c"
      stroke-width="1.900" stroke-linejoin="bevel" />`,
  mastercard: svg`<rect width="34" height="22" rx="3.5" fill="#fff" />
    <circle cx="13.4" cy="11" r="6.4" fill="#e3001b" />
    <circle cx="20.6" cy="11" r="6.4" fill="#f59d1a" />
    <path d="M17 5.7a6.4 6.4 0 0 1 0 10.6a6.4 6.4 0 0 1 0-10.6" fill="#fb5e12" />`,
  amex: svg`<rect width="34" height="22" rx="3.5" fill="#0f6fc6" />
    <path d="M4 14.300l2.700-6.200 2.700 6.200M5 12.500h3.400M11.400 14.500V8.300l2.900 4.800 2.900-4.800v6.200M20.300 7.700v6.800M19.500
      8.500h4.700M20.300 11h3.600M20.300 13.700h4M25.500 7.900l4.700 6.400M30 7.900l-4.700 6.400" fill="none" stroke="#fff"
      stroke-width="1.600" stroke-linejoin="bevel" />`,
  discover: svg`<rect width="34" height="22" rx="3.5" fill="#fff" />
    <path d="M12 22c9-1 17-5 22-10v6.5a3.500 3.500 0 0 1-3.500 3.500z" fill="#f28121" />
    <path d="M3.200 7v3h.7c2.200 0 2.200-3 0-3zM7.200 6.500v4M11.100 7.300c-.5-.5-2.100-.5-2.100.4 0 1 2.400.5 2.400 1.600 0
      1-1.800 1.100-2.500.3M15.800 7.500c-1-1-2.900-.4-2.900 1s1.800 2.100 2.900 1M20.600 8.500c0 2.100-3.300 2.100-3.300
      0s3.300-2.100 3.300 0zM21.700 6.600l1.300 3.400 1.300-3.400M28 7h-2.100v3H28M25.900 8.500h1.900M29.700 10.500V7h1.200c1.200
      0 1.200 1.700 0 1.700h-1.200M30.800 8.700l1.100 1.800" fill="none" stroke="#222" stroke-width=".9" stroke-linejoin="bevel" />`,
  diners: svg`<rect width="34" height="22" rx="3.5" fill="#fff" />
    <circle cx="17" cy="11" r="7.2" fill="#0a5a9c" />
    <path d="M15 6.600a4.800 4.800 0 0 0 0 8.800zM19 6.600v8.800a4.800 4.800 0 0 0 0-8.800" fill="#fff" />`,
  jcb: svg`<rect width="34" height="22" rx="3.5" fill="#fff" />
    <rect x="7" y="4" width="6" height="14" rx="2" fill="#0b67b2" />
    <rect x="14" y="4" width="6" height="14" rx="2" fill="#d7182a" />
    <rect x="21" y="4" width="6" height="14" rx="2" fill="#15964a" />`,
  unionpay: svg`<rect width="34" height="22" rx="3.5" fill="#fff" />
    <path d="M9 4h6l-3 14H6z" fill="#d81e2c" /><path d="M15 4h6l-3 14h-6z" fill="#0f4c81" />
    <path d="M21 4h7l-3 14h-7z" fill="#0b8083" />`,
}

const blank = svg`<rect x="1" y="1" width="32" height="20" rx="3" fill="none" stroke="currentColor" stroke-width="1.500" />
  <path d="M1 7h32" stroke="currentColor" stroke-width="3" />`

/** Where the merchant has a mark of the brand, the BFF's frame page shows it in place of the drawing, by `data-brand`. */
const frame = (content: SVGTemplateResult, brand: DetectedBrand | null = null) =>
  html`<svg class="logo" data-brand=${brand ?? nothing} viewBox="0 0 34 22" width="34" height="22" aria-hidden="true" focusable="false">${content}
    <rect class="edge" x="0.500" y="0.500" width="33" height="21" rx="3" fill="none" /></svg>`

/** The logo inside the number field: the detected brand, or a blank card. */
export const brandLogo = (brand: DetectedBrand | null): TemplateResult =>
  frame(brand && brand !== 'other' ? MARKS[brand] : blank, brand)

/** The position of the security code: on the back, or on the front of an American Express card. */
export const cvcDrawing = (length: number): TemplateResult =>
  frame(
    length === 4
      ? svg`${blank}<rect x="19" y="10" width="12" height="7" rx="1.500" fill="currentColor" />`
      : svg`${blank}<path d="M5 14.500h12" stroke="currentColor" stroke-width="1.500" />
        <rect x="20" y="11" width="10" height="6.500" rx="1.500" fill="currentColor" />`,
  )

/** One brand in the row of accepted brands. */
export const acceptedLogo = (brand: CardBrand, detected: DetectedBrand | null): TemplateResult =>
  html`<span ?data-match=${brand === detected}>${frame(MARKS[brand], brand)}</span>`

/** The row of accepted brands. Screen readers read one sentence instead of the logos. */
export const acceptedLogos = (brands: readonly CardBrand[], detected: DetectedBrand | null): TemplateResult =>
  html`<span class="accepted" part="accepted-brands" ?data-decided=${detected !== null} aria-hidden="true"
    >${brands.map((brand) => acceptedLogo(brand, detected))}</span
  >`

/** `Visa, Mastercard, American Express` */
export const brandList = (brands: readonly CardBrand[]): string =>
  brands.map((brand) => BRAND_NAMES[brand]).join(', ')
