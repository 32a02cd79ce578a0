/** The frame page itself: no margin, no scrollbar, see-through, so that it looks like part of the shop. */
import { css } from 'lit'

export const framePageStyles = css`
  html,
  body {
    margin: 0;
    padding: 0;
    background: transparent;
    overflow: hidden;
  }
  /* Until the shop has told its tokens, its own surface shows: the standard one would be a box of another color. */
  html:not([style]) paykka-card-form {
    background: transparent;
  }
`
