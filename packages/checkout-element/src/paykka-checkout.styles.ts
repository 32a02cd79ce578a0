/** Look of the checkout element around the card form. */
import { css } from 'lit'

export const checkoutStyles = css`
  :host {
    display: block;
    color-scheme: light dark;
    container-type: inline-size;
    min-inline-size: 0;
  }
  :host([hidden]) {
    display: none;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  .base {
    position: relative;
    display: grid;
    align-content: start;
    padding: 20px 20px 16px;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.5);
    background: var(--_surface);
  }
  @container (inline-size < 360px) {
    .base {
      padding: 16px 14px 12px;
    }
  }
  /* Three rows of label, field and message line: what the form will need, kept free from the first paint. */
  .card {
    position: relative;
    min-block-size: calc(3 * (50px + var(--_field-height)));
  }
  iframe {
    display: block;
    inline-size: 100%;
    block-size: calc(3 * (50px + var(--_field-height)));
    border: 0;
    background: transparent;
  }
  .card:not([data-ready]) iframe {
    visibility: hidden;
  }
  .skeleton {
    position: absolute;
    inset: 0;
    display: grid;
    grid-template-columns: 1fr 1fr;
    column-gap: 12px;
    grid-auto-rows: calc(50px + var(--_field-height));
  }
  .skeleton span {
    position: relative;
  }
  .skeleton span:nth-child(1),
  .skeleton span:nth-child(4) {
    grid-column: 1 / -1;
  }
  .skeleton span::before,
  .skeleton span::after {
    content: '';
    position: absolute;
    inset-inline-start: 0;
    border-radius: var(--_radius);
    background: light-dark(#eceef3, #262a34);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .skeleton span::before {
    inset-block-start: 4px;
    inline-size: 84px;
    block-size: 12px;
    border-radius: 4px;
  }
  .skeleton span::after {
    inset-block-start: 24px;
    inline-size: 100%;
    block-size: var(--_field-height);
  }
  button,
  a.primary {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    min-block-size: 50px;
    padding: 10px 20px;
    border: 1px solid transparent;
    border-radius: var(--paykka-button-radius, var(--_radius));
    font: 600 1em / 1.3 var(--_font);
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    transition: filter 120ms;
  }
  button.primary {
    inline-size: 100%;
    margin-block-start: 4px;
  }
  .primary {
    background: var(--paykka-button-background, var(--_brand));
    color: var(--paykka-button-color, var(--_on-brand));
  }
  .primary:hover:not([aria-disabled='true']) {
    filter: brightness(1.08);
  }
  .primary:active:not([aria-disabled='true']) {
    filter: brightness(0.94);
  }
  .primary[aria-disabled='true'] {
    cursor: progress;
  }
  .secondary {
    border-color: var(--_control);
    background: var(--_field);
    color: var(--_text);
    min-block-size: 44px;
  }
  .secondary:hover {
    border-color: var(--_text);
  }
  :focus-visible {
    outline: 3px solid var(--_brand);
    outline-offset: 2px;
  }
  .hint {
    display: flex;
    align-items: start;
    justify-content: center;
    gap: 6px;
    margin: 12px 0 0;
    color: var(--_muted);
    font-size: 0.8125em;
    line-height: 1.4;
  }
  .icon {
    flex: none;
    display: block;
  }
  .notice {
    display: flex;
    gap: 10px;
    margin-block-end: 16px;
    padding: 12px 14px;
    border: 1px solid;
    border-radius: var(--_radius);
    font-size: 0.9375em;
  }
  .notice strong {
    font-weight: 600;
  }
  .notice p {
    margin: 2px 0 0;
    color: var(--_text);
  }
  .notice[data-tone='danger'] {
    background: var(--_danger-soft);
    color: var(--_danger);
  }
  .notice[data-tone='warning'] {
    background: var(--_warning-soft);
    color: var(--_warning);
  }
  .notice[data-tone='calm'] {
    border-color: var(--_border);
  }
  .panel {
    display: grid;
    align-content: center;
    justify-items: center;
    /* As tall as the form it stands for: hint, button and three rows. */
    min-block-size: calc(3 * (50px + var(--_field-height)) + 86px);
    padding: 16px 8px;
    text-align: center;
  }
  .panel h2 {
    margin: 0;
    font-size: 1.25em;
    font-weight: 600;
    line-height: 1.3;
    text-wrap: balance;
  }
  .panel p {
    margin: 8px 0 0;
    max-inline-size: 38ch;
    color: var(--_muted);
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }
  .panel .secondary,
  .panel .primary {
    margin-block-start: 20px;
  }
  .badge {
    display: grid;
    place-items: center;
    inline-size: 60px;
    block-size: 60px;
    margin-block-end: 16px;
    border-radius: 50%;
    color: var(--_muted);
    background: light-dark(#f1f3f8, #232732);
  }
  [data-tone='success'] .badge {
    background: var(--_success-soft);
    color: var(--_success);
    animation: pop 320ms cubic-bezier(0.2, 1.4, 0.4, 1);
  }
  [data-tone='success'] .icon {
    stroke-width: 2;
  }
  .tick {
    stroke-dasharray: 18;
    animation: draw 420ms 120ms ease-out backwards;
  }
  [data-tone='warning'] .badge {
    background: var(--_warning-soft);
    color: var(--_warning);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  [data-tone='wait'] .badge {
    color: var(--_brand);
  }
  .support {
    font-size: 0.8125em;
    font-variant-numeric: tabular-nums;
    user-select: all;
  }
  .notice .support {
    color: var(--_muted);
  }
  .spinner {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    border: 2.5px solid;
    border-inline-end-color: transparent;
    border-radius: 50%;
    animation: turn 800ms linear infinite;
  }
  .badge .spinner {
    inline-size: 28px;
    block-size: 28px;
  }
  .said {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  @keyframes breathe {
    to {
      opacity: 0.55;
    }
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @keyframes pop {
    from {
      scale: 0.6;
      opacity: 0;
    }
  }
  @keyframes draw {
    from {
      stroke-dashoffset: 18;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 3s !important;
      transition: none !important;
    }
    .tick,
    [data-tone='success'] .badge,
    [data-tone='warning'] .badge,
    .skeleton span::before,
    .skeleton span::after {
      animation: none !important;
    }
  }
  @media (forced-colors: active) {
    .primary {
      border-color: ButtonText;
    }
    .skeleton span::after {
      border: 1px solid GrayText;
    }
  }
`
