/** Styles of the doubles' sheet: one frame, and the colors and shapes of each wallet. */

const FRAME = `
  :host { color-scheme: light dark }
  .apple { --face: light-dark(#f2f2f7, #1c1c1e); --panel: light-dark(#fff, #2c2c2e); --line: light-dark(#d8d8dc, #3d3d41);
    --text: light-dark(#111, #f5f5f7); --quiet: light-dark(#5d5d63, #b0b0b7); --link: light-dark(#0060c7, #6cb4ff);
    --pay: light-dark(#111, #f5f5f7); --on-pay: light-dark(#fff, #111); --pay-radius: 12px; --radius: 12px; --top: 14px;
    --art: linear-gradient(135deg, #3b4252, #171a21); --font: -apple-system, 'SF Pro Text', 'Helvetica Neue', Arial, sans-serif }
  .google { --face: light-dark(#fff, #1f1f1f); --panel: light-dark(#f3f6fc, #2a2b2e); --line: light-dark(#c8ccd4, #4a4d52);
    --text: light-dark(#1f1f1f, #e8eaed); --quiet: light-dark(#53575e, #bdc1c6); --link: light-dark(#0b57d0, #a8c7fa);
    --pay: light-dark(#0b57d0, #a8c7fa); --on-pay: light-dark(#fff, #062e6f); --pay-radius: 99px; --radius: 16px; --top: 28px;
    --art: linear-gradient(135deg, #2f6bd8, #12357c); --font: Roboto, 'Google Sans', Arial, sans-serif }
  dialog { box-sizing: border-box; inline-size: min(100vw, 420px); max-inline-size: 100vw; max-block-size: 92vh; margin: auto auto 0;
    padding: 0; border: 1px solid var(--line); border-radius: var(--top) var(--top) 0 0; background: var(--face);
    color: var(--text); font: 16px/1.4 var(--font); overflow: auto }
  @media (min-width: 480px) { dialog { margin: auto; border-radius: var(--top) } }
  @media (prefers-reduced-motion: no-preference) { dialog { animation: rise 260ms cubic-bezier(0.2, 0.9, 0.3, 1) } }
  @keyframes rise { from { translate: 0 40px; opacity: 0 } }
  dialog::backdrop { background: rgb(0 0 0 / 45%) }
`

const PARTS = `
  header { display: flex; align-items: center; gap: 10px; padding: 16px 16px 0 }
  h2 { margin: 0; font-size: 20px; font-weight: 600; letter-spacing: -0.01em }
  .badge { padding: 2px 8px; border-radius: 99px; background: #fdb022; color: #1d1300; font-size: 12px; font-weight: 600; white-space: nowrap }
  header button { margin-inline-start: auto; padding: 0 4px; border: 0; color: var(--link) }
  .note { margin: 2px 16px 0; color: var(--quiet); font-size: 13px }
  .art { display: grid; grid-template-columns: 1fr auto; grid-template-rows: 1fr auto auto; gap: 2px 12px; box-sizing: border-box;
    inline-size: min(240px, calc(100% - 32px)); aspect-ratio: 1.586; margin: 14px auto 0; padding: 14px 16px; border-radius: 14px;
    background: var(--art); color: #fff; box-shadow: 0 6px 18px rgb(0 0 0 / 25%); font-size: 13px; forced-color-adjust: none }
  .chip { inline-size: 34px; block-size: 25px; border-radius: 5px; background: linear-gradient(135deg, #f3d9a0, #b98f45) }
  .digits { grid-column: 1 / -1; font-size: 17px; letter-spacing: 0.08em; font-variant-numeric: tabular-nums }
  .network { font-weight: 700; text-align: end }
  .body { display: grid; gap: 12px; padding: 16px }
  .field { display: grid; gap: 4px; min-inline-size: 0; flex: 1 }
  label { color: var(--quiet); font-size: 13px; font-weight: 500 }
  select, input { box-sizing: border-box; inline-size: 100%; min-block-size: 44px; padding: 0 10px; border: 1px solid var(--line);
    border-radius: var(--radius); background: var(--panel); color: inherit; font: inherit; font-size: 16px; text-overflow: ellipsis }
  option { background: var(--panel) }
  form { display: flex; gap: 8px; align-items: end }
  dl { margin: 0; padding: 10px 14px; border-radius: var(--radius); background: var(--panel) }
  dl div { display: flex; justify-content: space-between; gap: 12px; padding: 3px 0; color: var(--quiet) }
  dt { min-inline-size: 0; overflow-wrap: anywhere }
  dd { margin: 0; font-variant-numeric: tabular-nums; white-space: nowrap }
  dl .total { margin-block-start: 4px; padding-block-start: 8px; border-block-start: 1px solid var(--line); color: var(--text);
    font-size: 18px; font-weight: 600 }
  dl .total:first-child { border: 0; margin: 0; padding-block-start: 3px }
  .problem { margin: 0; color: light-dark(#b42318, #fda29b); font-size: 14px }
  .problem:empty { display: none }
  button { min-block-size: 44px; padding: 0 14px; border-radius: var(--radius); border: 1px solid var(--line); background: transparent;
    color: inherit; font: inherit; cursor: pointer }
  button:disabled, select:disabled, input:disabled { cursor: progress; opacity: 0.6 }
  .pay { position: sticky; inset-block-end: 0; display: block; inline-size: calc(100% - 32px); min-block-size: 50px; margin: 0 16px 16px;
    border: 0; border-radius: var(--pay-radius); background: var(--pay); color: var(--on-pay); font-size: 17px; font-weight: 600 }
  .pay:disabled { opacity: 1; background: light-dark(#475467, #98a2b3); color: light-dark(#fff, #101828) }
  :focus-visible { outline: 3px solid #2e90fa; outline-offset: 2px }
`

export const sheetStyle = FRAME + PARTS
