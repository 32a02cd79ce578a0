/** More contrast where the shopper's device asks for it. Apart from the palette: the first load of a storefront does without. */
import { css } from 'lit'

export const contrastStyles = css`
  /* More contrast comes from the shop’s own text color. */
  @media (prefers-contrast: more) {
    :host {
      --_muted: var(--_text);
      --_border: var(--_text);
      --_control: var(--_text);
    }
  }
`
