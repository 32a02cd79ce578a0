/** The frame page itself: no margin, no scrollbar, see-through, so that it looks like part of the shop. */

export function frameSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('html,body{margin:0;padding:0;background:transparent;overflow:hidden}')
  return sheet
}
