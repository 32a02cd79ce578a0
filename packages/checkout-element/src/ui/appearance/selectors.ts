/** The selectors of parts and states: in the card form, and in the element around it. */

/** Selector of each rule, in the order in which later ones win. */
export type Selectors = Readonly<Record<string, string>>

const FIELD = '.field .box :is(input, select)'

/** Parts of the card form, in the frame or in the page. They have one specificity, so that their order decides. */
export const FORM_SELECTORS: Selectors = {
  field: '.field',
  'field:hover': '.field:hover',
  'field:complete': '.field[data-complete]',
  'field:focus': '.field:focus-within',
  'field:invalid': ".field:has([aria-invalid='true'])",
  'field:disabled': '.field:has([readonly])',
  label: '.field label',
  'label:hover': '.field:hover label',
  'label:complete': '.field[data-complete] label',
  'label:focus': '.field:focus-within label',
  'label:invalid': ".field:has([aria-invalid='true']) label",
  'label:disabled': '.field:has([readonly]) label',
  input: FIELD,
  'input:placeholder': `${FIELD}::placeholder`,
  'input:hover': `${FIELD}:hover:where(:not([readonly]))`,
  'input:complete': '.field[data-complete] .box :is(input, select)',
  'input:autofill': `${FIELD}:autofill`,
  'input:focus': `${FIELD}:focus`,
  'input:invalid': `${FIELD}[aria-invalid='true']`,
  'input:disabled': `${FIELD}:is([readonly], :disabled)`,
  error: '.field .error',
  icon: '.field .logo',
}

const TAB = ".methods[data-layout='tabs'] label[part~='method']"
const ROW = ".methods[data-layout='accordion'] label[part~='method']"
const BOX = ".base input[type='checkbox']"
const BUTTON = '.base .primary'

/** Parts around the form; fields in the page have the form's selectors. */
export const PAGE_SELECTORS: Selectors = {
  ...FORM_SELECTORS,
  icon: '.base .icon',
  tab: TAB,
  'tab:hover': `${TAB}:hover`,
  'tab:selected': `${TAB}:has(:checked)`,
  'tab:focus': `${TAB}:has(:focus-visible)`,
  'tab:disabled': `${TAB}:has(:disabled)`,
  row: ROW,
  'row:hover': `${ROW}:hover`,
  'row:selected': `${ROW}:has(:checked)`,
  'row:focus': `${ROW}:has(:focus-visible)`,
  'row:disabled': `${ROW}:has(:disabled)`,
  checkbox: BOX,
  'checkbox:hover': `${BOX}:hover`,
  'checkbox:selected': `${BOX}:checked`,
  'checkbox:focus': `${BOX}:focus-visible`,
  'checkbox:disabled': `${BOX}:disabled`,
  button: BUTTON,
  'button:hover': `${BUTTON}:hover`,
  'button:focus': `${BUTTON}:focus-visible`,
  'button:disabled': `${BUTTON}[aria-disabled='true']`,
}
