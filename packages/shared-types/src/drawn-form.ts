/** The card form as the element's build draws it (`drawn-form.json`) and the BFF writes it into the card frame's page. */

/** Markup with `{{places}}` to fill in, styles, and the texts of every locale. */
export type DrawnForm = {
  /** Styles of the page around the form, and of the form's shadow root. */
  pageStyles: string
  formStyles: string
  /** Content of the form's shadow root. */
  form: string
  /** Each brand's part of the row of accepted brands, and its name. */
  marks: Record<string, string>
  names: Record<string, string>
  /** Texts by locale and message id; `{0}` stands for the accepted brands' names. */
  locales: Record<string, { dir: 'ltr' | 'rtl'; texts: Record<string, string> }>
}
