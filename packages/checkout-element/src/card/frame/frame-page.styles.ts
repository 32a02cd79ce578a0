/** The frame page: no margin, no scrollbar, transparent, so that it looks like part of the shop. */
import { css } from 'lit'

export const framePageStyles = css`
  html,
  body {
    margin: 0;
    padding: 0;
    background: transparent;
    overflow: hidden;
  }
  /* Transparent until the shop has sent its tokens: the default surface may have another color. */
  html:not([style]) paykka-card-form {
    background: transparent;
  }
`
