/** Styles of saved cards and of the question before one is removed. */
import { css } from 'lit'

export const savedCardStyles = css`
  .saved-list {
    display: grid;
    gap: 8px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
    list-style: none;
  }
  .saved-row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
    min-block-size: 56px;
    padding: 6px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_field-radius);
    background: var(--_field);
  }
  .saved-row:has(input:checked) {
    border-color: var(--_brand);
    box-shadow: inset 0 0 0 1px var(--_brand);
  }
  .saved-row:has(input:focus-visible) {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
  .saved-row input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--_brand);
    outline: none;
  }
  .saved-row label,
  .saved-row .saved-what {
    flex: 1 1 150px;
    display: flex;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
    min-block-size: 44px;
  }
  .saved-row label {
    cursor: pointer;
  }
  .saved-row[data-expired] label {
    cursor: not-allowed;
  }
  .saved-row .logo {
    flex: none;
    display: block;
    border-radius: 3.5px;
    forced-color-adjust: none;
    color: var(--_muted);
  }
  .saved-row[data-expired] .logo {
    opacity: 0.55;
  }
  .edge {
    stroke: light-dark(#00000024, #ffffff00);
  }
  .saved-text {
    display: grid;
    min-inline-size: 0;
    line-height: 1.35;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  .saved-expiry {
    color: var(--_muted);
    font-size: 0.8125em;
    font-variant-numeric: tabular-nums;
  }
  .saved-expiry[data-expired] {
    color: var(--_danger);
  }
  button.quiet {
    flex: none;
    min-block-size: 44px;
    margin-inline: auto -8px;
    padding: 6px 8px;
    border: 0;
    background: none;
    color: var(--_muted);
    font-size: 0.875em;
    font-weight: 500;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  button.quiet .icon {
    display: none;
  }
  /* The word would need its own line in many languages. Screen readers still read it. */
  @container (inline-size < 360px) {
    .saved-row {
      column-gap: 8px;
      padding-inline: 10px;
    }
    .saved-row label,
    .saved-row .saved-what {
      gap: 8px;
    }
    button.quiet:has(.icon) {
      min-inline-size: 44px;
      margin-inline-end: -12px;
    }
    button.quiet .icon {
      display: block;
    }
    button.quiet .icon + span {
      display: none;
    }
  }
  button.quiet:hover:not(:disabled) {
    color: var(--_text);
  }
  button.quiet:disabled {
    opacity: 0.6;
    cursor: default;
  }
  .confirm {
    flex: 1 0 100%;
    min-inline-size: 0;
    padding-block: 8px 6px;
    border-block-start: 1px solid var(--_border);
  }
  .confirm p {
    margin: 0;
  }
  .confirm-ask {
    font-weight: 600;
  }
  .confirm-note {
    color: var(--_muted);
    font-size: 0.875em;
  }
  .confirm-failed {
    color: var(--_danger);
    font-size: 0.875em;
  }
  .confirm-answers {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 10px;
  }
  .confirm-answers button {
    flex: 1 1 150px;
    padding: 8px 14px;
  }
  .danger {
    border-color: currentColor;
    color: var(--_danger);
  }
  .saved-problem {
    margin: 6px 0 0;
    color: var(--_danger);
    font-size: 0.8125em;
  }
  .saved-code {
    margin-block-start: 14px;
  }
  .saved-code iframe {
    block-size: calc(50px + var(--_field-height));
  }
  .saved-code:not([data-ready]) {
    position: relative;
  }
  .saved-code:not([data-ready]) iframe {
    opacity: 0;
  }
  .saved-code:not([data-ready], [role])::after {
    content: '';
    position: absolute;
    inset-block: 1.5em 1.625em;
    inset-inline-start: 0;
    inline-size: min(100%, 15em);
    border-radius: var(--_field-radius);
    background: var(--_bone);
    animation: shimmer 1.6s linear infinite;
  }
  @media (forced-colors: active) {
    button.quiet {
      border: 1px solid ButtonText;
    }
    .saved-row:has(input:checked) {
      border: 2px solid Highlight;
    }
  }
`
