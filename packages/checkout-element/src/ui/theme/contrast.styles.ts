/** More contrast, when the shopper's device asks for it. Separate from the palette, to keep the first load small. */
import { css } from 'lit'

export const contrastStyles = css`
  /* The contrast color is the shop's own text color. */
  @media (prefers-contrast: more) {
    :host {
      --_muted: var(--_text);
      --_border: var(--_text);
      --_control: var(--_text);
    }
  }
`
