/** Styles of the billing details: the same fields as the card form's, in the page. */
import { css } from 'lit'

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
  }
  .billing legend {
    float: inline-start;
    grid-column: 1 / -1;
    padding: 0 0 10px;
    font-weight: 600;
  }
  .billing-field {
    min-inline-size: 0;
    display: grid;
    grid-template-rows: auto auto auto;
  }
  .billing .wide,
  .billing-same,
  .billing address {
    grid-column: 1 / -1;
  }
  .billing-field label {
    min-block-size: 1.7em;
    color: var(--paykka-label-color, inherit);
    font-size: 0.875em;
    font-weight: var(--paykka-label-weight, 500);
    line-height: 1.42;
    overflow-wrap: anywhere;
  }
  .billing-field > :is(input, select) {
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
    text-align: start;
    text-overflow: ellipsis;
    outline: 2px solid transparent;
    outline-offset: -2px;
    transition: border-color 120ms;
  }
  .billing-field > input {
    appearance: none;
  }
  .billing-field > input[dir='ltr']:dir(ltr) {
    text-align: match-parent;
  }
  .billing-field > :is(input, select):hover:not([readonly], :disabled) {
    border-color: var(--_text);
  }
  .billing-field > :is(input, select):focus {
    border-color: var(--_focus);
    outline-color: var(--_focus);
  }
  .billing-field > [aria-invalid='true'] {
    border-color: var(--_danger);
  }
  .billing-field > :is([readonly], select:disabled) {
    color: var(--_muted);
    opacity: 1;
    background: light-dark(color-mix(in srgb, var(--_border) 30%, var(--_surface)), var(--_surface));
  }
  .billing-field > input:autofill {
    box-shadow: inset 0 0 0 100px var(--_field);
    -webkit-text-fill-color: var(--_text);
  }
  .billing-message {
    min-block-size: 2.167em;
    margin: 0;
    padding-block: 0.084em 0.4em;
    color: var(--_danger);
    font-size: 0.75em;
    line-height: 1.25;
    overflow-wrap: anywhere;
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
    overflow-wrap: anywhere;
  }
  @media (prefers-reduced-motion: reduce) {
    .billing-field > * {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .billing-field > [aria-invalid='true'] {
      border: 2px solid Mark;
    }
  }
`
