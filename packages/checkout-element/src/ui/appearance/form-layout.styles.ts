/** Where labels and fields are, for the options of an appearance. Loaded with an appearance only. */
import { css } from 'lit'

export const formLayoutStyles = css`
  :host {
    container: card-form / inline-size;
  }
  .field {
    grid-template-rows: var(--_label-row, 1.5em) auto var(--_message-row, 1.625em);
  }
  label {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  input {
    block-size: max(var(--_field-height), 1.5em + 10px + 2 * var(--_pad, 0px));
  }
  :host([data-density='compact']) .field:not(:focus-within) .message {
    max-block-size: 1.25em;
  }
  :host([data-holder='hidden']) .holder {
    display: none;
  }

  .box .logo {
    inset-inline-end: min(12px, var(--paykka-field-padding, 14px));
  }

  /* Labels in the field. */
  :host([data-in]) .field {
    position: relative;
  }
  :host([data-in]) .top {
    display: contents;
  }
  :host([data-in]) .box {
    grid-row: 2;
  }
  :host([data-in]) .message {
    grid-row: 3;
  }
  :host([data-in]) label {
    position: absolute;
    z-index: 1;
    inset-block-start: 0;
    inset-inline-start: calc(var(--paykka-field-padding, 14px) + 1px);
    max-inline-size: calc(100% - 2 * var(--paykka-field-padding, 14px) - 2px);
    block-size: var(--_field-height);
    margin: 0;
    overflow: hidden;
    font-size: 1em;
    line-height: var(--_field-height);
    text-overflow: ellipsis;
    pointer-events: none;
    transform-origin: left;
    transition: transform 120ms;
  }
  :host([data-in]:dir(rtl)) label {
    transform-origin: right;
  }
  :host([data-in='inside']) label,
  :host([data-in]) .field:focus-within label,
  :host([data-in]) .field:has(input:not(:placeholder-shown), input:autofill) label {
    max-inline-size: calc((100% - 2 * var(--paykka-field-padding, 14px)) / 0.75);
    transform: translateY(-22%) scale(0.75);
  }
  :host([data-in]) input {
    padding-block: 1.25em 0.125em;
  }
  :host([data-in='floating']) input:not(:focus)::placeholder {
    color: transparent;
  }
  :host([data-in]) .accepted {
    position: absolute;
    z-index: 1;
    inset-block-start: calc((var(--_field-height) - 18px) / 2);
    inset-inline-end: 12px;
    max-inline-size: calc(100% - 13em);
    pointer-events: none;
  }
  :host([data-in]) .number:has(input:not(:placeholder-shown)) .accepted,
  :host([data-in]) .number:has(input:placeholder-shown) .box .logo {
    visibility: hidden;
  }

  /* A resting label needs the place of the drawing. */
  :host([data-in='floating']) .cvc:not(:focus-within):has(input:placeholder-shown) .logo {
    visibility: hidden;
  }

  /* One line. Boxes of digits run left to right in every script, so their corners are physical. */
  :host([data-card-layout='line']) .cvc .logo {
    display: none;
  }
  :host([data-card-layout='line']) .cvc input {
    padding-inline: var(--paykka-field-padding, 14px);
  }
  :host([data-card-layout='line']) .field {
    position: relative;
  }
  :host([data-card-layout='line']) .field:has([aria-invalid='true']) {
    z-index: 1;
  }
  :host([data-card-layout='line']) .field:focus-within {
    z-index: 2;
  }
  @container card-form (inline-size >= 480px) {
    :host([data-card-layout='line']) form {
      grid-template-columns: minmax(0, 1fr) 25% 24%;
      column-gap: 0;
    }
    :host([data-card-layout='line']) .number {
      grid-column: auto;
    }
    :host([data-card-layout='line']) .number .top {
      margin-inline-end: 12px;
    }
    :host([data-card-layout='line']) .expiry input,
    :host([data-card-layout='line']:dir(ltr)) .number input,
    :host([data-card-layout='line']:dir(rtl)) .cvc input {
      border-start-end-radius: 0;
      border-end-end-radius: 0;
    }
    :host([data-card-layout='line']) .expiry input,
    :host([data-card-layout='line']:dir(rtl)) .number input,
    :host([data-card-layout='line']:dir(ltr)) .cvc input {
      border-start-start-radius: 0;
      border-end-start-radius: 0;
    }
    :host([data-card-layout='line']) :is(.expiry, .cvc) {
      margin-inline-start: -1px;
    }
    /* Its text is longer than its field. */
    :host([data-card-layout='line']) :is(.expiry, .cvc) .error {
      position: absolute;
      grid-row: 3;
      inset-block-start: 0;
      inset-inline-end: 0;
      inline-size: max-content;
      max-inline-size: 18em;
      text-align: end;
    }
    /* One message at a time fits. */
    :host([data-card-layout='line']) :is(.number, .expiry):has(.error) ~ :is(.expiry, .cvc) .message {
      visibility: hidden;
    }
  }
  /* Two joined lines where one does not fit. */
  @container card-form (inline-size < 480px) {
    :host([data-card-layout='line'][data-in]) form {
      column-gap: 0;
    }
    :host([data-card-layout='line'][data-in]) .number {
      grid-template-rows: 0 auto 0;
    }
    :host([data-card-layout='line'][data-in]) .number .message {
      position: absolute;
      grid-row: auto;
      inset-block-start: calc(200% - 1px);
      inset-inline: 0;
    }
    :host([data-card-layout='line'][data-in]) :is(.expiry, .cvc) {
      margin-block-start: -1px;
    }
    :host([data-card-layout='line'][data-in]) .cvc {
      margin-inline-start: -1px;
    }
    :host([data-card-layout='line'][data-in]) .number input {
      border-end-start-radius: 0;
      border-end-end-radius: 0;
    }
    :host([data-card-layout='line'][data-in]) :is(.expiry, .cvc) input {
      border-start-start-radius: 0;
      border-start-end-radius: 0;
    }
    :host([data-card-layout='line'][data-in]:dir(ltr)) .expiry input,
    :host([data-card-layout='line'][data-in]:dir(rtl)) .cvc input {
      border-end-end-radius: 0;
    }
    :host([data-card-layout='line'][data-in]:dir(rtl)) .expiry input,
    :host([data-card-layout='line'][data-in]:dir(ltr)) .cvc input {
      border-end-start-radius: 0;
    }
    :host([data-card-layout='line'][data-in])
      :is(.number, .expiry):has(.error)
      ~ :is(.expiry, .cvc)
      .message {
      visibility: hidden;
    }
  }

  /* Icons. */
  :host([data-icon-style='mono']) .logo {
    filter: grayscale(1);
  }
  :host([data-icon-style='none']) :is(.box .logo, .accepted) {
    display: none;
  }
  :host([data-icon-style='none']) :is(.number, .cvc) input {
    padding-inline: var(--paykka-field-padding, 14px);
  }
  @media (prefers-reduced-motion: reduce) {
    :host([data-in]) label {
      transition: none;
    }
  }
`
