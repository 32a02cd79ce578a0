/** Styles of the picker. Tabs and accordion share one markup. */
import { css } from 'lit'
import { accordionStyles } from './accordion/accordion.styles.ts'

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
  /* The rows come first, then the panel of the chosen one: both take part in the layout of the fieldset. */
  .methods[data-layout='tabs'][data-several] {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: stretch;
  }
  .methods[data-layout='tabs'][data-several] :is(.way, .way-head) {
    display: contents;
  }
  .methods[data-layout='tabs'][data-several] :is(.card, .method-panel) {
    order: 1;
    flex: 1 0 100%;
    min-inline-size: 0;
    margin-block-start: 12px;
  }
  /* A card form that could not be loaded shows an error: nothing is encrypted there, and no card is saved. */
  .methods:has(.card > [role='alert']) ~ .hint,
  .card:has(> [role='alert']) ~ :is(.save-card, .hint) {
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
  ${accordionStyles}
  @media (forced-colors: active) {
    .methods[data-layout='tabs'] label.method:has(:checked) {
      outline: 3px solid Highlight;
    }
  }
`
