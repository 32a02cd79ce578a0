/** The space that an element takes in the page. */
import { css } from 'lit'

export const placeStyles = css`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  /* Parents that fit their content (dialog, float, table cell, centered flex item) use its preferred width. The container
     below has none, so this row without height provides it: as wide as a phone, and narrower where there is less space. */
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
