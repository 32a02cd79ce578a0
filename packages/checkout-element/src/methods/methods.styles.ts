/** Styles of the picker. Tabs and list share one markup; only order and lines differ. */
import { css } from 'lit'

export const methodStyles = css`
  .or {
    display: flex;
    align-items: center;
    gap: 12px;
    margin: 16px 0;
    color: var(--_muted);
    font-size: 0.875em;
  }
  .or::before,
  .or::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_border);
  }
  .methods[data-several] {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: stretch;
  }
  .methods[data-several] > .card,
  .method-panel {
    order: 1;
    flex: 1 0 100%;
    min-inline-size: 0;
  }
  .methods[data-several] > .card,
  .methods[data-several] > .method-panel {
    margin-block-start: 12px;
  }
  /* A card form that could not be loaded shows an error: nothing is encrypted there, and no card is saved. */
  .methods:has(> .card > [role='alert']) ~ .hint,
  .card:has(> [role='alert']) ~ .save-card {
    display: none;
  }
  label.method {
    position: relative;
    cursor: pointer;
    font-weight: 500;
  }
  .method input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--_brand);
    cursor: inherit;
  }
  .method input:disabled,
  label.method:has(:disabled) {
    cursor: progress;
  }
  .methods[data-layout='tabs'] label.method {
    flex: 1 1 5.5em;
    max-inline-size: 100%;
    flex-direction: column;
    align-items: start;
    gap: 4px;
    min-block-size: 4em;
    margin: 0;
    padding: 10px 12px;
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    background: var(--_field);
    font-size: 0.9375em;
    line-height: 1.25;
    /* A tab is at least as wide as its longest word. Where that does not fit, tabs are stacked. */
    overflow-wrap: break-word;
  }
  /* One height for icons and logos, so that all names are on one line. */
  .methods[data-layout='tabs'] label.method > :is(svg, .marks) {
    inline-size: auto;
    block-size: 20px;
  }
  .methods[data-layout='tabs'] .method input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    opacity: 0;
  }
  .methods[data-layout='tabs'] label.method:hover {
    border-color: var(--_text);
  }
  .methods[data-layout='tabs'] label.method:has(:checked) {
    border-color: var(--_brand);
    box-shadow: 0 0 0 1px var(--_brand);
  }
  .methods[data-layout='tabs'] label.method:has(:checked) .icon {
    color: var(--_brand);
  }
  .method:has(:focus-visible) {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
  .methods[data-layout='list'][data-several] {
    flex-direction: column;
    flex-wrap: nowrap;
    gap: 0;
    margin-block-end: 10px;
  }
  .methods[data-layout='list'][data-several] > * {
    order: 0;
    flex: none;
  }
  .methods[data-layout='list'] label.method {
    margin: 0;
    min-block-size: 52px;
    border-block-end: 0;
  }
  /* One width for icons and logos, so that all names are aligned. */
  .methods[data-layout='list'] label.method > :is(svg, .marks) {
    justify-content: center;
    min-inline-size: 34px;
    block-size: 22px;
  }
  .methods[data-layout='list'] label.method ~ label.method {
    border-block-start: 1px solid var(--_border);
  }
  .methods[data-layout='list'][data-several] > .card,
  .methods[data-layout='list'][data-several] > .method-panel {
    margin-block: 4px 16px;
  }
  .methods[data-layout='list'] .method input {
    outline: 0;
  }
  @media (forced-colors: active) {
    .methods[data-layout='tabs'] label.method:has(:checked) {
      outline: 3px solid Highlight;
    }
  }
`
