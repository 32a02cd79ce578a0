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
`
