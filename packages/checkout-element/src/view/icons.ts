/** The element’s own icons. They only repeat what the text says, so screen readers skip them. */
import type { SVGTemplateResult } from 'lit'
import { html, svg } from 'lit'

const icon = (content: SVGTemplateResult, size = 20) =>
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
export const info = () => icon(svg`<circle cx="10" cy="10" r="7.500" /><path d="M10 9.500V14M10 6.500v.1" />`)
export const clock = () => icon(svg`<circle cx="10" cy="10" r="7.500" /><path d="M10 5.500V10l3 2" />`, 28)
export const cross = () =>
  icon(svg`<circle cx="10" cy="10" r="7.500" /><path d="M7.500 7.500l5 5M12.500 7.500l-5 5" />`, 28)
export const check = () => icon(svg`<path class="tick" d="M4.500 10.500l3.700 3.700L15.500 6.500" />`, 28)
export const spinner = () => html`<span class="spinner" aria-hidden="true"></span>`
