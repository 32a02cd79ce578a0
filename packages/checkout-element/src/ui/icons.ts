/** The element's icons. They only repeat the text, so screen readers skip them. */
import type { SVGTemplateResult } from 'lit'
import { html, svg } from 'lit'

export const icon = (content: SVGTemplateResult, size = 20) =>
  html`<svg class="icon" viewBox="0 0 20 20" width=${size} height=${size} fill="none" stroke="currentColor"
    stroke-width="1.600" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"
    >${content}</svg>`

export const lock = () =>
  icon(
    svg`<rect x="4" y="9" width="12" height="8" rx="2" /><path d="M6.500 9V6.500a3.500 3.500 0 0 1 7 0V9" />`,
    16,
  )
export const alert = () =>
  icon(svg`<circle cx="10" cy="10" r="7.500" /><path d="M10 6v4.500M10 13.600v.1" />`)
export const card = () =>
  icon(svg`<rect x="2" y="4.500" width="16" height="11" rx="2" /><path d="M2 8.500h16M5 12.500h3" />`)
export const spinner = () => html`<span class="spinner" aria-hidden="true"></span>`
