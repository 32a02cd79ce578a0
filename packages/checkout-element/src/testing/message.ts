/** Where the message to the shopper is: in the open row of an accordion, otherwise under the form. */
export const MESSAGE =
  '[part="base"]:not(:has(.row-status > *)) > [role="status"], [part="base"] .row-status:has(> *)'
