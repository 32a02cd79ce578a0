/** Both buttons have the height and the roundness of the pay button. */
import { css } from 'lit'

export const walletStyles = css`
  apple-pay-button,
  .apple-pay,
  .google-pay {
    --apple-pay-button-width: 100%;
    --apple-pay-button-height: var(--_button-height);
    --apple-pay-button-border-radius: var(--paykka-button-radius, var(--_radius));
    display: block;
    inline-size: 100%;
    block-size: var(--_button-height);
  }
`
