/** Constructed style sheets, which a page's policy against inline styles allows. */

const made = new Map<string, CSSStyleSheet>()

/** One sheet per text. */
export function sheetOf(text: string): CSSStyleSheet {
  const sheet = made.get(text) ?? new CSSStyleSheet()
  if (!made.has(text)) sheet.replaceSync(text)
  made.set(text, sheet)
  return sheet
}

/** Adds a sheet to a root once. */
export function adopt(root: Document | ShadowRoot, sheet: CSSStyleSheet): void {
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet)
}
