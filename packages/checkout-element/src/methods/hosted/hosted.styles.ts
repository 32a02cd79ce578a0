/** Styles of the ways to pay on PayKKa's page. */
import { css } from 'lit'
import { markStyles } from '../method-mark.styles.ts'

export const hostedStyles = css`
  ${markStyles}
  .hosted-list {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 190px), 1fr));
    gap: 8px;
    min-inline-size: 0;
    margin: 0 0 12px;
    padding: 0;
    border: 0;
  }
  .hosted-way {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 48px;
    padding: 6px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_field-radius);
    background: var(--_field);
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .hosted-way:has(:checked) {
    border-color: var(--_brand);
    box-shadow: inset 0 0 0 1px var(--_brand);
  }
  .hosted-way:has(:focus-visible) {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
  .hosted-way input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--_brand);
    outline: none;
  }
  .hosted-way .mark {
    min-inline-size: 34px;
  }
  .hosted-note {
    margin: 0 0 14px;
    color: var(--_muted);
    font-size: 0.875em;
  }
  @media (forced-colors: active) {
    .hosted-way:has(:checked) {
      border: 2px solid Highlight;
    }
  }
`
