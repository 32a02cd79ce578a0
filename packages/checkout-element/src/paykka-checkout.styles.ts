/** Look of the checkout element around the card form. */
import { css } from 'lit'

export const checkoutStyles = css`
  .base {
    position: relative;
    display: grid;
    align-content: start;
    padding: var(--paykka-surface-padding, 20px 20px 10px);
    border: 1px solid var(--_border);
    border-radius: var(--paykka-surface-radius, calc(var(--_radius) * 1.5));
    background: var(--_surface);
  }
  /* Room for a notice, made when a payment starts and kept by whatever ends it, so that nothing moves then. */
  .status[data-room] {
    --_room: 108px;
    display: grid;
    min-block-size: var(--_room);
  }
  @container (inline-size < 480px) {
    .status[data-room] {
      --_room: 136px;
    }
  }
  .methods {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .method {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 44px;
    margin: -8px 0 12px;
    border-block-end: 1px solid var(--_border);
    font-weight: 600;
  }
  /* Three rows of label, field and message line: what the form will need, kept free from the first paint. */
  .card {
    position: relative;
    min-block-size: calc(3 * (50px + var(--_field-height)));
  }
  iframe,
  ::slotted(iframe) {
    /* Over the skeleton, which shows through until the frame is painted. */
    position: relative;
    display: block;
    inline-size: 100%;
    block-size: calc(3 * (50px + var(--_field-height)));
    border: 0;
  }
  /* Not visibility: a browser does not lay such a frame out, so one that was hidden at first would never tell its height. */
  .card:not([data-ready]) iframe {
    opacity: 0;
  }
  .skeleton {
    position: absolute;
    inset: 0;
    display: grid;
    grid-template-columns: 1fr 1fr;
    column-gap: 12px;
    grid-auto-rows: calc(50px + var(--_field-height));
  }
  .skeleton span:nth-child(3n + 1) {
    grid-column: 1 / -1;
  }
  .skeleton span {
    margin-block: 24px 26px;
    border-radius: var(--_field-radius);
    background: light-dark(#eceef3, #262a34);
  }
  .hint {
    display: flex;
    align-items: start;
    justify-content: center;
    gap: 6px;
    margin: 12px 0 0;
    /* Two lines, whatever the language and the width. */
    min-block-size: 2lh;
    color: var(--_muted);
    font-size: 0.8125em;
    line-height: 1.4;
  }
  /* Its place is not needed under what is no card form. */
  .hint[data-quiet] {
    visibility: hidden;
    margin-block-end: -2lh;
  }
  .icon {
    flex: none;
    display: block;
  }
  @container (inline-size < 360px) {
    .base {
      padding: var(--paykka-surface-padding, 20px 14px 10px);
    }
    .status[data-room] {
      --_room: 186px;
    }
  }
  .said {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 3s !important;
      transition: none !important;
    }
  }
`
