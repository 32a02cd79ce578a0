/** Styles of results, in addition to the styles of every panel. */
import { css } from 'lit'
import { markStyles } from '../../methods/method-mark.styles.ts'
import { contrastStyles } from '../theme/contrast.styles.ts'
import { secondaryStyles } from '../theme/secondary.styles.ts'
import { spinnerStyles } from '../theme/spinner.styles.ts'

export const resultStyles = css`
  /* Tokens as in the palette, for outcomes only. */
  :host {
    --_danger-soft: var(--paykka-color-danger-soft, light-dark(#fdf1f1, #35191d));
    --_warning: var(--paykka-color-warning, light-dark(#8a5200, #f3c47b));
    --_warning-soft: var(--paykka-color-warning-soft, light-dark(#fff7e8, #33270f));
    --_success: var(--paykka-color-success, light-dark(#14743f, #6fd69b));
    --_success-soft: var(--paykka-color-success-soft, light-dark(#e9f7ef, #12301f));
  }
  ${contrastStyles}
  ${spinnerStyles}
  ${secondaryStyles}
  ${markStyles}
  /* A result takes the place of the form, and the browser would count the box of the live region as moved. The focus goes
     to the headline, so a result is read out without that box. For a banner, the live region must exist before. */
  .status:has(.panel) {
    display: contents;
  }
  .panel {
    display: grid;
    align-content: center;
    justify-items: center;
    padding: 24px 8px;
    text-align: center;
    text-wrap: balance;
  }
  .panel h2 {
    margin: 12px 0 0;
    font-size: 1.25em;
    font-weight: 600;
    line-height: 1.3;
  }
  .panel p {
    margin: 8px 0 0;
    max-inline-size: 38ch;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  .panel a,
  .panel button {
    margin-block-start: 20px;
  }
  .banner {
    display: flex;
    align-items: center;
    gap: 10px;
    margin-block-start: 10px;
    padding: 8px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    font-size: 0.875em;
    line-height: 1.4;
    text-wrap: wrap;
  }
  /* The old banner, while the shopper pays; a new one replaces it. */
  .base[aria-busy='true'] :is(.express, label.method, .save-card) {
    opacity: 0.5;
  }
  .base[aria-busy='true'] .banner {
    visibility: hidden;
  }
  @container (inline-size < 360px) {
    .banner {
      font-size: 0.8125em;
    }
    .banner > .icon {
      display: none;
    }
  }
  .badge {
    display: grid;
    place-items: center;
    inline-size: 60px;
    block-size: 60px;
    margin-block-end: 4px;
    border-radius: 50%;
    color: var(--_muted);
    background: light-dark(#f1f3f8, #232732);
  }
  .receipt {
    display: grid;
    gap: 6px;
    inline-size: min(100%, 24em);
    margin: 16px 0 0;
    padding: 12px 0;
    border-block: 1px solid var(--_border);
    font-size: 0.875em;
    text-align: start;
  }
  .receipt div {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 2px 16px;
  }
  .receipt dt {
    color: var(--_muted);
  }
  .receipt dd {
    display: flex;
    align-items: center;
    gap: 6px;
    min-inline-size: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }
  @media print {
    .panel .badge,
    .panel button {
      display: none;
    }
  }
  .support {
    font-size: 0.8125em;
    font-variant-numeric: tabular-nums;
  }
  .support span {
    white-space: nowrap;
    user-select: all;
  }
  .support button {
    position: relative;
    display: inline;
    min-block-size: 0;
    margin: 0 4px;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font-size: 1em;
    font-weight: 500;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  /* Large enough for a finger, without a taller line. */
  .support button::after {
    content: '';
    position: absolute;
    inset: -8px;
  }
  h2:focus {
    outline: 0;
  }
  .banner:has(p) {
    align-items: start;
  }
  .banner:not([data-tone='calm']) {
    border-color: currentColor;
  }
  .banner strong {
    display: block;
    font-weight: 600;
  }
  /* One flow of text where space is limited, so that little moves below it. */
  @container (inline-size < 480px) {
    .banner strong {
      display: inline;
    }
    .banner strong::after {
      content: ': ';
    }
  }
  .banner p {
    display: inline;
    color: var(--_text);
  }
  .banner .support {
    font-size: 1em;
  }
  .banner[data-tone='danger'] {
    background: var(--_danger-soft);
    color: var(--_danger);
  }
  .banner[data-tone='warning'] {
    background: var(--_warning-soft);
    color: var(--_warning);
  }
  .banner .support {
    color: var(--_muted);
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
  @keyframes breathe {
    to {
      opacity: 0.55;
    }
  }
  [data-tone='wait'] .badge {
    color: var(--_brand);
  }
  .badge .icon,
  .badge .spinner {
    inline-size: 28px;
    block-size: 28px;
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
  }
  @media (prefers-reduced-motion: reduce) {
    .tick,
    .badge {
      animation: none !important;
    }
  }
  @media (forced-colors: active) {
    .primary {
      border-color: ButtonText;
    }
    /* Forced colors would show transparent as the text color, and the ring as a circle. */
    .spinner {
      border-inline-end-color: Canvas;
    }
  }
`
