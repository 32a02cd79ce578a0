/** Styles of the dialog around a bank's page. */
import { css } from 'lit'

export const challengeStyles = css`
  .challenge {
    box-sizing: border-box;
    inline-size: min(640px, 100vw - 24px);
    block-size: min(760px, 100dvh - 24px);
    max-inline-size: none;
    max-block-size: none;
    padding: 0;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.5);
    background: var(--_surface);
    color: var(--_text);
    overflow: hidden;
  }
  .challenge[open] {
    display: grid;
    grid-template-rows: auto 1fr auto;
  }
  .challenge::backdrop {
    background: rgb(10 12 20 / 0.55);
  }
  .challenge header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    padding: 10px 16px;
    border-block-end: 1px solid var(--_border);
  }
  .challenge h2 {
    margin: 0;
    font-size: 1em;
    font-weight: 600;
  }
  .challenge iframe {
    block-size: 100%;
    /* A bank's page expects a white background, whatever the shop's theme is. */
    background: #fff;
    color-scheme: light;
  }
  .challenge p {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 8px 16px;
    margin: 0;
    padding: 10px 16px;
    border-block-start: 1px solid var(--_border);
    font-size: 0.875em;
    text-align: center;
  }
  .challenge a {
    display: inline-block;
    padding-block: 4px;
    color: inherit;
  }
  /* EMV 3-D Secure defines five sizes for a bank's page: 250, 390, 500 or 600 px wide, or the whole screen. */
  @media (max-width: 664px), (max-height: 784px) {
    .challenge {
      inline-size: 100%;
      block-size: 100%;
      border: 0;
      border-radius: 0;
    }
    .challenge header,
    .challenge p {
      padding: 4px 12px;
    }
    .challenge p {
      gap: 0 12px;
    }
  }
`
