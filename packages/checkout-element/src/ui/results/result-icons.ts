/** The icons above a result. */
import { svg } from 'lit'
import { icon } from '../icons.ts'

export const clock = () => icon(svg`<circle cx="10" cy="10" r="7.500" /><path d="M10 5.500V10l3 2" />`, 28)
export const cross = () =>
  icon(svg`<circle cx="10" cy="10" r="7.500" /><path d="M7.500 7.500l5 5M12.500 7.500l-5 5" />`, 28)
export const check = () => icon(svg`<path class="tick" d="M4.500 10.500l3.700 3.700L15.500 6.500" />`, 28)
export const info = () => icon(svg`<circle cx="10" cy="10" r="7.500" /><path d="M10 9.500V14M10 6.500v.1" />`)
