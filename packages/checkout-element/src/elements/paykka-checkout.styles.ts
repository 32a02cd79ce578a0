/** Styles of the checkout element around the card form. */
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
    --_dim: color-mix(in srgb, var(--_text) 8%, var(--_surface));
    --_bone: linear-gradient(90deg, var(--_dim) 40%, color-mix(in srgb, var(--_text) 3%, var(--_surface)), var(--_dim) 60%)
      50% / 300%;
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
  /* Reserves three rows of label, field and message line from the first paint. */
  /* Three rows of label, field and message line. */
  .card {
    position: relative;
    min-block-size: calc(3 * (3.125em + var(--_field-height)));
  }
  iframe,
  ::slotted(iframe) {
    display: block;
    inline-size: 100%;
    block-size: calc(3 * (3.125em + var(--_field-height)));
    border: 0;
  }
  /* Until the form can be used, it lies over its skeleton and does not affect the layout: its content moves nothing
     that is visible. */
  .whole {
    position: relative;
  }
  .skeleton ~ .form {
    position: absolute;
    inset: 0;
    visibility: hidden;
  }
  /* Browsers do not lay out a hidden frame, so it would never report its height. */
  .skeleton ~ .form iframe {
    visibility: visible;
    opacity: 0;
  }
  .skeleton ~ .form ::slotted(iframe) {
    visibility: visible;
  }
  .express {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 180px), 1fr));
    gap: 10px;
  }
  .skeleton {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, max(7.5em, 40%)), 1fr));
    column-gap: 12px;
  }
  .skeleton i,
  .skeleton b {
    block-size: var(--_field-height);
    margin-block: 1.5em 1.625em;
    border-radius: var(--_field-radius);
    background: var(--_bone);
    animation: shimmer 1.6s linear infinite;
  }
  @media (prefers-reduced-motion: no-preference) {
    @keyframes shimmer {
      from {
        background-position: 100%;
      }
      to {
        background-position: 0%;
      }
    }
  }
  .skeleton > :not(b) {
    grid-column: 1 / -1;
  }
  .hint {
    display: flex;
    align-items: start;
    justify-content: center;
    gap: 6px;
    margin: 12px 0 0;
    /* Two lines in every language and at every width. */
    min-block-size: 2lh;
    color: var(--_muted);
    font-size: 0.8125em;
    line-height: 1.4;
  }
  .icon {
    flex: none;
  }
  @container (inline-size < 360px) {
    .base {
      padding: var(--paykka-surface-padding, 20px 14px 10px);
    }
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
`
