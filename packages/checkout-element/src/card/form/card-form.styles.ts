/** Styles of the card form. Every row reserves two lines for its message, so an error moves nothing. */
import { css } from 'lit'
import { contrastStyles } from '../../ui/theme/contrast.styles.ts'

export const cardFormStyles = css`
  ${contrastStyles}
  :host {
    display: block;
    background: var(--_surface);
  }
  form {
    position: relative;
    display: grid;
    /* Two columns; one when the text is too large for two. */
    grid-template-columns: repeat(auto-fit, minmax(min(100%, max(7.5em, 40%)), 1fr));
    align-items: start;
    column-gap: 12px;
    margin: 0;
  }
  /* The code of a saved card is as wide as it is beside the expiry date. */
  form.alone .field {
    max-inline-size: 15em;
  }
  .field {
    min-inline-size: 0;
    display: grid;
    grid-template-rows: 1.5em auto 1.625em;
  }
  .wide {
    grid-column: 1 / -1;
  }
  .top {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    min-inline-size: 0;
  }
  label {
    color: var(--paykka-label-color, inherit);
    font-size: 0.875em;
    font-weight: var(--paykka-label-weight, 500);
    line-height: 1.42;
    white-space: nowrap;
  }
  .box {
    position: relative;
    display: flex;
    align-items: center;
  }
  input {
    inline-size: 100%;
    min-inline-size: 0;
    block-size: var(--_field-height);
    margin: 0;
    padding: 0 var(--paykka-field-padding, 14px);
    border: 1px solid var(--_control);
    border-radius: var(--_field-radius);
    background: var(--_field);
    color: inherit;
    font: inherit;
    font-variant-numeric: lining-nums tabular-nums;
    text-align: start;
    outline: 2px solid transparent;
    outline-offset: -2px;
    transition: border-color 120ms, box-shadow 120ms;
    appearance: none;
  }
  /* Numbers run left to right in every script; only their position follows the page. */
  input.digits {
    direction: ltr;
  }
  :host(:dir(rtl)) input.digits {
    text-align: end;
  }
  /* The box of a left-to-right field follows the direction of the field, not of the page. */
  .number input,
  .cvc input {
    padding-inline-end: 58px;
  }
  :host(:dir(rtl)) .number input,
  :host(:dir(rtl)) .cvc input {
    padding-inline: 58px var(--paykka-field-padding, 14px);
  }
  input::placeholder {
    color: var(--_muted);
    opacity: 0.9;
  }
  input:hover:not([readonly]) {
    border-color: var(--_text);
  }
  input:focus {
    border-color: var(--_focus);
    outline-color: var(--_focus);
  }
  input[aria-invalid='true'] {
    border-color: var(--_danger);
  }
  input[aria-invalid='true']:focus {
    outline-color: var(--_danger);
  }
  input[readonly] {
    color: var(--_muted);
    background: light-dark(color-mix(in srgb, var(--_border) 30%, var(--_surface)), var(--_surface));
  }
  input:autofill {
    box-shadow: inset 0 0 0 100px var(--_field);
    -webkit-text-fill-color: var(--_text);
  }
  .box .logo {
    position: absolute;
    inset-inline-end: 12px;
    pointer-events: none;
    color: var(--_muted);
  }
  .logo {
    display: block;
    forced-color-adjust: none;
    border-radius: 3.5px;
  }
  .edge {
    stroke: light-dark(#00000024, #ffffff00);
  }
  /* A logo that does not fit wraps to a second line, which is hidden, so that no logo is cut. */
  .accepted {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 4px;
    block-size: 18px;
    padding-block-start: 2px;
    min-inline-size: 0;
    overflow: hidden;
  }
  .accepted .logo {
    inline-size: 24px;
    block-size: 15.5px;
  }
  .accepted span {
    transition: opacity 160ms;
  }
  .accepted[data-decided] span:not([data-match]) {
    opacity: 0.3;
  }
  .message {
    margin: 0;
    /* Always two lines: a longer text is shown completely, over the next label, while its field has the focus. So an error
       that appears while the pay button is pressed moves nothing. */
    max-block-size: 2.334em;
    padding-block-start: 0.084em;
    font-size: 0.75em;
    line-height: 1.084;
    color: var(--_muted);
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .field:focus-within .message {
    position: relative;
    z-index: 1;
    max-block-size: none;
    background: var(--_surface);
  }
  .error {
    color: var(--_danger);
  }
  /* Floats do not make the line taller. */
  .error-icon {
    float: inline-start;
    inline-size: 1em;
    block-size: 1.084em;
    margin-inline-end: 0.35em;
    fill: none;
    stroke: var(--_surface);
    stroke-width: 1.4;
    stroke-linecap: round;
  }
  /* Covers the first row while it has the keyboard focus, so that it moves nothing. */
  .summary {
    position: absolute;
    z-index: 1;
    inset-block-start: 0;
    inset-inline: 0;
    padding: 10px 14px;
    border: 1px solid var(--_danger);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_danger);
    font-size: 0.875em;
  }
  .summary:not(:focus-within) {
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .summary p {
    margin: 0;
    font-weight: 600;
  }
  .summary ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .summary a {
    display: block;
    padding-block: 3px;
    color: inherit;
  }
  .summary a:focus {
    outline: 2px solid var(--_focus);
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  /* On narrow screens all digits of the number matter more than the logo; the row above shows the brand too. */
  @media (max-width: 260px) {
    .number input,
    :host(:dir(rtl)) .number input {
      padding-inline: 10px;
    }
    .number .box .logo,
    .field:not(.wide) .error-icon {
      display: none;
    }
  }
  @container (inline-size < 290px) {
    .number input,
    :host(:dir(rtl)) .number input {
      padding-inline: 10px;
    }
    .number .box .logo,
    .field:not(.wide) .error-icon {
      display: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
  }
  @media (forced-colors: active) {
    input:focus {
      outline: 3px solid Highlight;
    }
    input[aria-invalid='true'] {
      border: 2px solid Mark;
    }
  }
`
