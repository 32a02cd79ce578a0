/** Buttons and links. */
import { css } from 'lit'

export const controlStyles = css`
  button,
  a.primary {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    min-block-size: var(--_button-height);
    /* Two lines fit into it, so that no label makes it taller. */
    padding: 3px 20px;
    border: 1px solid transparent;
    border-radius: var(--paykka-button-radius, var(--_radius));
    font: var(--paykka-button-weight, 600) 1em / 1.3 var(--_font);
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
  .primary:hover {
    filter: brightness(1.08);
  }
  .primary:active {
    filter: brightness(0.94);
  }
  .primary[aria-disabled='true'] {
    cursor: progress;
    filter: none;
  }
  :host(:disabled) .primary {
    opacity: 0.5;
  }
  :focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
`
