/** Styles of the doubles' sheet. */

export const sheetStyle = `
  :host { color-scheme: light dark; --line: light-dark(#d0d5dd, #475467); --soft: light-dark(#f2f4f7, #1d2939) }
  dialog { box-sizing: border-box; inline-size: min(100vw, 420px); max-inline-size: 100vw; max-block-size: 92vh; margin: auto auto 0;
    padding: 0; border: 1px solid var(--line); border-radius: 16px 16px 0 0; background: light-dark(#fff, #0c111d);
    color: light-dark(#101828, #f2f4f7); font: 16px/1.4 system-ui, sans-serif; overflow: auto }
  @media (min-width: 480px) { dialog { margin: auto; border-radius: 16px } }
  dialog::backdrop { background: rgb(0 0 0 / 45%) }
  header { display: flex; align-items: center; gap: 10px; padding: 14px 16px 0 }
  h2 { margin: 0; font-size: 18px }
  .badge { padding: 2px 8px; border-radius: 99px; background: #fdb022; color: #1d1300; font-size: 12px; font-weight: 600; white-space: nowrap }
  header button { margin-inline-start: auto }
  .note { margin: 4px 16px 0; color: light-dark(#475467, #98a2b3); font-size: 13px }
  .body { display: grid; gap: 12px; padding: 14px 16px }
  .field { display: grid; gap: 4px; min-inline-size: 0; flex: 1 }
  label { font-size: 13px; font-weight: 500 }
  select, input { box-sizing: border-box; inline-size: 100%; min-block-size: 44px; padding: 0 10px; border: 1px solid var(--line);
    border-radius: 8px; background: transparent; color: inherit; font: inherit; font-size: 16px; text-overflow: ellipsis }
  option { background: light-dark(#fff, #0c111d) }
  form { display: flex; gap: 8px; align-items: end }
  dl { margin: 0; padding: 10px 12px; border-radius: 8px; background: var(--soft) }
  dl div { display: flex; justify-content: space-between; gap: 12px; padding: 3px 0 }
  dt { min-inline-size: 0; overflow-wrap: anywhere }
  dd { margin: 0; font-variant-numeric: tabular-nums; white-space: nowrap }
  .total { font-weight: 600; border-block-start: 1px solid var(--line); margin-block-start: 4px; padding-block-start: 8px }
  .total:first-child { border: 0; margin: 0; padding-block-start: 3px }
  .problem { margin: 0; color: light-dark(#b42318, #fda29b); font-size: 14px }
  .problem:empty { display: none }
  button { min-block-size: 44px; padding: 0 14px; border-radius: 8px; border: 1px solid var(--line); background: transparent;
    color: inherit; font: inherit; cursor: pointer }
  button:disabled, select:disabled, input:disabled { cursor: progress; opacity: 0.6 }
  .pay { position: sticky; inset-block-end: 0; display: block; inline-size: calc(100% - 32px); margin: 0 16px 16px; border: 0;
    background: light-dark(#101828, #f2f4f7); color: light-dark(#fff, #101828); font-weight: 600 }
  .pay:disabled { opacity: 1; background: light-dark(#475467, #98a2b3) }
  :focus-visible { outline: 3px solid #2e90fa; outline-offset: 2px }
`
