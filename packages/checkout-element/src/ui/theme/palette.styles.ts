/** The public `--paykka-*` tokens with their defaults: brand, then roles, then components. */
import { css } from 'lit'

/**
 * Public tokens come first, defaults second; `light-dark()` follows the `color-scheme` of the theme. Private names start
 * with `--_`, so that no shop depends on them by accident.
 */
export const palette = css`
  :host {
    --_brand: var(--paykka-color-brand, light-dark(#3347c9, #8d9bff));
    --_on-brand: var(--paykka-color-on-brand, light-dark(#ffffff, #10132b));
    --_surface: var(--paykka-color-surface, light-dark(#ffffff, #16181f));
    --_text: var(--paykka-color-text, light-dark(#1b1f2e, #f1f3f9));
    --_muted: var(--paykka-color-muted, light-dark(#5a6072, #a9b0c2));
    --_border: var(--paykka-color-border, light-dark(#d5d9e3, #353946));
    --_control: var(--paykka-color-control, light-dark(#868da0, #737b8f));
    --_field: var(--paykka-color-field, light-dark(#ffffff, #1e2129));
    --_danger: var(--paykka-color-danger, light-dark(#b3202e, #ff9a94));
    --_radius: var(--paykka-radius, 8px);
    --_font: var(--paykka-font-family, system-ui, 'Segoe UI', Roboto, sans-serif);
    --_font-size: var(--paykka-font-size, 1rem);
    --_focus: var(--paykka-color-focus, var(--_brand));
    --_field-height: var(--paykka-field-height, 2.875em);
    --_button-height: var(--paykka-button-height, 3.125em);
    --_field-radius: var(--paykka-field-radius, var(--_radius));
    font: var(--_font-size) / 1.45 var(--_font);
    color: var(--_text);
    -webkit-text-size-adjust: 100%;
    /* Japanese has no spaces, and Korean breaks anywhere; without this a line may end inside a word. */
    word-break: auto-phrase;
    text-wrap: pretty;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
`
