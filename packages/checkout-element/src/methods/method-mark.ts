/** The mark of a payment method: the merchant's own picture, or a plain symbol of its kind. No trademark is drawn here. */
import type { SVGTemplateResult, TemplateResult } from 'lit'
import { html, nothing, svg } from 'lit'
import { icon } from '../ui/icons.ts'

/** The kind of payment; it decides the symbol. */
export type MethodKind = 'card' | 'wallet' | 'qr' | 'bank' | 'debit' | 'page'

const SYMBOLS: Record<MethodKind, SVGTemplateResult> = {
  card: svg`<rect x="2" y="4.500" width="16" height="11" rx="2" /><path d="M2 8.500h16M5 12.500h3" />`,
  wallet: svg`<path d="M15.500 6.500V5A1.500 1.500 0 0 0 14 3.500H4.500a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-6a2 2 0 0 0-2-2h-11" />
    <path d="M14.500 11.500h.1" />`,
  qr: svg`<rect x="3" y="3" width="5" height="5" rx="1" /><rect x="12" y="3" width="5" height="5" rx="1" />
    <rect x="3" y="12" width="5" height="5" rx="1" /><path d="M12 12h2v2M17 12v.1M12 17h.1M15.500 17H17v-1.500" />`,
  bank: svg`<path d="M2.500 8L10 3.500 17.500 8zM5 8v6M10 8v6M15 8v6M3 16.500h14" />`,
  debit: svg`<path d="M3.500 7.500h12l-3-3M16.500 12.500h-12l3 3" />`,
  page: svg`<path d="M8 4.500H5A1.500 1.500 0 0 0 3.500 6v9A1.500 1.500 0 0 0 5 16.500h9a1.500 1.500 0 0 0 1.500-1.500v-3M11.500 3.500h5v5M16 4l-7 7" />`,
}

/**
 * Repeats the name beside it, so screen readers skip it. The symbol stays where the page's policy or a lost connection
 * keeps the picture away.
 * @param url the address of the merchant's picture
 */
export const methodMark = (kind: MethodKind, url?: string | null): TemplateResult =>
  html`<span class="mark" part="method-mark" aria-hidden="true">${icon(SYMBOLS[kind])}${
    url ? html`<img src=${url} alt="" height="22" @load=${show} />` : nothing
  }</span>`

const show = ({ currentTarget }: Event): void =>
  void (currentTarget as Element).toggleAttribute('data-shown', true)

/** The address of a merchant's mark on the BFF; `null` when there is none. */
export function markUrl(
  { marks }: { marks?: Record<string, string> },
  code: string,
  bffUrl: string,
): string | null {
  const path = marks?.[code]
  return path?.startsWith('/marks/') ? bffUrl + path : null
}
