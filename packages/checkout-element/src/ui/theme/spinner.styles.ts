/** The spinner. It is loaded later, because nothing in the first load needs it. */
import { css } from 'lit'

export const spinnerStyles = css`
  .spinner {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    border: 2.5px solid;
    border-inline-end-color: transparent;
    border-radius: 50%;
    animation: turn 800ms linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
`
