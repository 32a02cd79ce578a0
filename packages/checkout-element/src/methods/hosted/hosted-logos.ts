/** Small drawings by kind of payment. They are plain shapes: no method's trademark is copied. */
import type { SVGTemplateResult, TemplateResult } from 'lit'
import { html, svg } from 'lit'
import type { HostedFacts, HostedKind } from './hosted-names.ts'

const SHAPES: Record<HostedKind, SVGTemplateResult> = {
  card: svg`<rect x="9" y="6" width="16" height="10" rx="1.500" /><path d="M9 9.500h16" />`,
  wallet: svg`<path d="M10 7.500h13.500a1.500 1.500 0 0 1 1.500 1.500v6a1.500 1.500 0 0 1-1.500 1.500H11a1.500 1.500 0 0 1-1.500-1.500V7a1.500 1.500 0 0 1 1.500-1.500h11" />
    <path d="M21.500 12h.1" />`,
  qr: svg`<rect x="11.500" y="5.500" width="4" height="4" /><rect x="18.500" y="5.500" width="4" height="4" />
    <rect x="11.500" y="12.500" width="4" height="4" /><path d="M18.500 12.500h.1M22.500 12.500h.1M18.500 16.500h.1M22.500 16.500h.1M20.500 14.500h.1" />`,
  bank: svg`<path d="M10 9.500l7-4 7 4zM12 9.500v5.500M17 9.500v5.500M22 9.500v5.500M10 16.500h14" />`,
  debit: svg`<path d="M10 8.500h12l-2.500-2.500M24 13.500H12l2.500 2.500" />`,
}

/** The drawing of a method. It only repeats the name beside it, so screen readers skip it. */
export const hostedLogo = ({ kind, color }: HostedFacts): TemplateResult =>
  html`<svg class="hosted-logo" viewBox="0 0 34 22" width="34" height="22" aria-hidden="true" focusable="false">
    <rect width="34" height="22" rx="3.500" fill=${color} />
    <g fill="none" stroke="#fff" stroke-width="1.500" stroke-linecap="round" stroke-linejoin="round">${SHAPES[kind]}</g>
  </svg>`
