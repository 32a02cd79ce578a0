/** The result of a check: the number of looks, and all failures. */

export type Check =
  | 'axe'
  | 'keyboard'
  | 'focus'
  | 'reflow'
  | 'zoom'
  | 'spacing'
  | 'targets'
  | 'forced-colors'
  | 'motion'
  | 'labels'
  | 'errors'
  | 'autofill'
  | 'status'
  | 'language'
  | 'edges'
  | 'orientation'

/** The text of each check in the report. */
export const CHECKS: Record<Check, string> = {
  axe: 'axe-core, all rules, page and card frame',
  keyboard: 'Tab and Shift+Tab through all fields and the button, into and out of the card frame',
  focus: 'every stop has an outline of 2 px or more and is not covered',
  reflow: '320 px wide (400 % zoom of 1280 px): nothing scrolls sideways',
  zoom: '640 px wide (200 % zoom of 1280 px): nothing scrolls sideways',
  spacing:
    "WCAG's text spacing forced on every text: nothing is cut off, and the card frame grows with its form",
  targets: 'every button, link and field is 24 × 24 px or larger',
  'forced-colors': 'forced colors: fields and buttons keep a border',
  motion: 'reduced motion: nothing moves but a slow sign of progress',
  labels: 'every field has a `<label>` that is seen',
  errors: 'every wrong field is marked and described by a text',
  autofill: 'every field names its purpose (`autocomplete`)',
  status: 'there is a polite live region',
  language: 'page and card frame name the same language',
  edges: 'edges of fields and buttons have 3:1 against what is beside them',
  orientation: 'landscape, 740 × 360 px: nothing scrolls sideways',
}

export class Findings {
  readonly #looks = new Map<Check, number>()
  readonly failures: { check: Check; where: string; text: string }[] = []

  /** One look of a check at one place; the texts describe the failures. */
  note(check: Check, where: string, texts: readonly string[]): void {
    this.#looks.set(check, this.looks(check) + 1)
    for (const text of texts) this.failures.push({ check, where, text })
  }

  looks(check: Check): number {
    return this.#looks.get(check) ?? 0
  }

  failed(check: Check): number {
    return this.failures.filter((failure) => failure.check === check).length
  }
}
