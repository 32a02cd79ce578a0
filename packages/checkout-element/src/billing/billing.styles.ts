/** Styles of the billing details: the fields of the card form, in the page. An appearance styles both. */
import { css } from 'lit'

/** Selectors are as weak as those of the card form, so that the rules of an appearance win. */
export const billingStyles = css`
  .billing {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, max(7.5em, 40%)), 1fr));
    align-items: start;
    column-gap: 12px;
    min-inline-size: 0;
    margin: 0;
    padding: 4px 0 0;
    border: 0;
    /* Thai and others have no spaces. */
    overflow-wrap: anywhere;
  }
  .billing legend {
    float: inline-start;
    grid-column: 1 / -1;
    padding: 0 0 10px;
    font-weight: 600;
  }
  :where(.billing) .field {
    min-inline-size: 0;
    display: grid;
    grid-template-rows: minmax(var(--_label-row, 1.5em), auto) auto var(--_message-row, 1.625em);
  }
  .billing .wide,
  .billing-same,
  .billing address {
    grid-column: 1 / -1;
  }
  :where(.billing .field) label {
    color: var(--paykka-label-color, inherit);
    font-size: 0.875em;
    font-weight: var(--paykka-label-weight, 500);
    line-height: 1.42;
  }
  :where(.billing .box) :is(input, select) {
    inline-size: 100%;
    min-inline-size: 0;
    block-size: max(var(--_field-height), 1.5em + 10px + 2 * var(--_pad, 0px));
    margin: 0;
    padding: 0 var(--paykka-field-padding, 14px);
    border: 1px solid var(--_control);
    border-radius: var(--_field-radius);
    background: var(--_field);
    color: inherit;
    font: inherit;
    text-align: start;
    text-overflow: ellipsis;
    outline: 2px solid transparent;
    outline-offset: -2px;
    transition: border-color 120ms;
    appearance: none;
  }
  /* An arrow of two triangles: a picture would need a rule in the page's security policy. */
  :where(.billing .box) select {
    --_left: calc(100% - 21px);
    --_right: calc(100% - 15px);
    padding-inline-end: 36px;
    background-image: linear-gradient(45deg, transparent 50%, currentColor 50%),
      linear-gradient(135deg, currentColor 50%, transparent 50%);
    background-position: var(--_left) 52%, var(--_right) 52%;
    background-size: 6px 6px;
    background-repeat: no-repeat;
  }
  :where([dir='rtl'] .billing .box) select {
    --_left: 15px;
    --_right: 21px;
  }
  /* Numbers run left to right in every script; only their position follows the page. */
  :where([dir='rtl'] .billing .box) input[dir='ltr'] {
    text-align: end;
  }
  :where(.billing .box) :is(input, select):hover:where(:not([readonly], :disabled)) {
    border-color: var(--_text);
  }
  :where(.billing .box) :is(input, select):focus {
    border-color: var(--_focus);
    outline-color: var(--_focus);
  }
  :where(.billing .box) [aria-invalid='true'] {
    border-color: var(--_danger);
  }
  :where(.billing .box) :is([readonly], :disabled) {
    color: var(--_muted);
    opacity: 1;
    background-color: light-dark(color-mix(in srgb, var(--_border) 30%, var(--_surface)), var(--_surface));
  }
  :where(.billing .box) input:autofill {
    box-shadow: inset 0 0 0 100px var(--_field);
    -webkit-text-fill-color: var(--_text);
  }
  /* Two lines; a longer text is shown completely, over the next label, while its field has the focus. So a mistake that
     appears while the pay button is pressed moves nothing. */
  :where(.billing) .message {
    margin: 0;
    max-block-size: 2.334em;
    padding-block-start: 0.084em;
    color: var(--_danger);
    font-size: 0.75em;
    line-height: 1.084;
    overflow: hidden;
  }
  .billing .error-icon {
    float: inline-start;
    inline-size: 1em;
    block-size: 1.084em;
    margin-inline-end: 0.35em;
    fill: none;
    stroke: var(--_surface);
    stroke-width: 1.4;
    stroke-linecap: round;
  }
  .billing .field:focus-within .message {
    position: relative;
    z-index: 1;
    max-block-size: none;
    background: var(--_surface);
  }
  .billing-same {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 44px;
    font-size: 0.875em;
    cursor: pointer;
  }
  .billing-same input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--_brand);
  }
  .billing address {
    display: grid;
    margin: 0 0 16px;
    padding-inline-start: 30px;
    color: var(--_muted);
    font-size: 0.875em;
    font-style: normal;
  }
  /* Labels in the field, as in the card form. */
  .billing[data-in] .field {
    position: relative;
  }
  .billing[data-in] .box {
    grid-row: 2;
  }
  .billing[data-in] .message {
    grid-row: 3;
  }
  .billing[data-in] .field label {
    position: absolute;
    z-index: 1;
    inset-block-start: 0;
    inset-inline-start: calc(var(--paykka-field-padding, 14px) + 1px);
    max-inline-size: calc(100% - 2 * var(--paykka-field-padding, 14px) - 2px);
    overflow: hidden;
    font-size: 1em;
    line-height: var(--_field-height);
    text-overflow: ellipsis;
    white-space: nowrap;
    pointer-events: none;
    transform-origin: left;
    transition: transform 120ms;
  }
  [dir='rtl'] .billing[data-in] .field label {
    transform-origin: right;
  }
  .billing[data-in='inside'] .field label,
  .billing[data-in] .field:is(:focus-within, :has(select, input:not(:placeholder-shown), input:autofill)) label {
    transform: translateY(-22%) scale(0.75);
  }
  .billing[data-in] .box :is(input, select) {
    padding-block: 1.25em 0.125em;
  }
  @media (prefers-reduced-motion: reduce) {
    .billing .field * {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .billing .box :is(input, select):focus {
      outline: 3px solid Highlight;
    }
    .billing .box [aria-invalid='true'] {
      border: 2px solid Mark;
    }
  }
`
