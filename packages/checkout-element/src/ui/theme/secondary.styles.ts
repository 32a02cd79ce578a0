/** Secondary buttons. No form starts with one, so they are loaded with the code that needs them. */
import { css } from 'lit'

export const secondaryStyles = css`
  .secondary {
    border-color: var(--_control);
    background: var(--_field);
    color: var(--_text);
    min-block-size: 44px;
  }
  .secondary:hover {
    border-color: var(--_text);
  }
`
