/** Styles of the marks of payment methods. */
import { css } from 'lit'

export const markStyles = css`
  .marks {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .mark {
    flex: none;
    display: inline-flex;
    align-items: center;
    min-inline-size: 20px;
    block-size: 22px;
  }
  /* Beside the symbol until it is loaded, so that a picture that never comes leaves no gap. */
  .mark img {
    display: none;
    max-inline-size: 40px;
    object-fit: contain;
  }
  .mark img[data-shown] {
    display: block;
  }
  .mark:has([data-shown]) .icon {
    display: none;
  }
`
