/** The place an element takes in the page around it. */
import { css } from 'lit'

export const placeStyles = css`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  /* Places that fit their content (dialog, float, table cell, centered flex item) ask how wide it wants to be. This row
     without height answers for the container below, whose own answer would be 0: as wide as a phone, and narrower where
     there is less room. */
  :host::before {
    content: '';
    display: grid;
    grid-template-columns: minmax(240px, 440px);
  }
  .place {
    container-type: inline-size;
    color: var(--_text);
  }
`
