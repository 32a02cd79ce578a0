/** Styles of `<paykka-saved-cards>`, in addition to the styles of saved cards. */
import { css } from 'lit'

export const accountStyles = css`
  .base {
    position: relative;
    padding: var(--paykka-surface-padding, 20px);
    border: 1px solid var(--_border);
    border-radius: var(--paykka-surface-radius, calc(var(--_radius) * 1.5));
    background: var(--_surface);
  }
  h2 {
    margin: 0 0 12px;
    font-size: 1.125em;
    font-weight: 600;
    line-height: 1.3;
  }
  .saved-list + h2 {
    margin-block-start: 24px;
  }
  .none + h2 {
    margin-block-start: 24px;
  }
  .none,
  .wait {
    display: flex;
    align-items: center;
    gap: 10px;
    margin: 0;
    min-block-size: 44px;
    color: var(--_muted);
  }
  .trouble p {
    margin: 0 0 12px;
    color: var(--_muted);
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  @container (inline-size < 360px) {
    .base {
      padding: var(--paykka-surface-padding, 20px 12px);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation-duration: 3s !important;
    }
  }
`
