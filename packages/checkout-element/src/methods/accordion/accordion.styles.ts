/** Styles of the accordion: one box, a line between its rows, the panel under the open row. */
import { css } from 'lit'

export const accordionStyles = css`
  .methods[data-layout='accordion'][data-several] {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_field);
    --_row: 14px;
  }
  [data-layout='accordion'] > .way:has(.way-head) ~ .way:has(.way-head),
  [data-layout='accordion'] > .more {
    border-block-start: 1px solid var(--_border);
  }
  /* The card form's frame has the color of the surface. */
  [data-layout='accordion'][data-several] > .way[data-open] {
    padding-block-end: 14px;
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  [data-layout='accordion'][data-several] .way-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    padding-inline: var(--_row);
  }
  [data-layout='accordion'] label.method {
    flex: 1 1 150px;
    min-inline-size: 0;
    min-block-size: 52px;
    margin: 0;
    border-block-end: 0;
    overflow-wrap: anywhere;
  }
  [data-layout='accordion'] :where(.way[data-open]) label.method {
    font-weight: 600;
  }
  label.method[data-disabled] {
    cursor: not-allowed;
  }
  /* One width for icons and logos, so that all names are aligned. */
  [data-layout='accordion'] label.method > :is(svg, .marks, .mark) {
    justify-content: center;
    min-inline-size: 34px;
    block-size: 22px;
  }
  [data-layout='accordion'] .method input {
    outline: 0;
  }
  [data-layout='accordion'] .method:has(:focus-visible) {
    outline: 0;
  }
  [data-layout='accordion'] .way-head:has([name='method']:focus-visible) {
    border-radius: var(--_radius);
    outline: 3px solid var(--_focus);
    outline-offset: -3px;
  }
  [data-layout='accordion'][data-several] :is(.card, .method-panel, .way > :is(.save-card, .hint, .billing, .row-status)) {
    margin-inline: var(--_row);
  }
  [data-layout='accordion'][data-several] .way > button.primary {
    inline-size: calc(100% - 2 * var(--_row));
    margin-inline: var(--_row);
  }
  [data-layout='accordion'] .hint {
    min-block-size: 0;
  }
  button.more {
    inline-size: 100%;
    min-block-size: 48px;
    padding-inline: var(--_row, 14px);
    border: 0;
    border-radius: 0 0 var(--_radius) var(--_radius);
    background: none;
    color: inherit;
    font-weight: 500;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  [data-layout='accordion'] .way-head > .quiet {
    margin-inline-end: -6px;
  }
  @container (inline-size < 360px) {
    .methods[data-layout='accordion'][data-several] {
      --_row: 8px;
    }
    /* The card form keeps its two columns. */
    .base:has([data-layout='accordion'][data-several]) {
      padding: var(--paykka-surface-padding, 20px 4px 10px);
    }
  }
`
