/** The few pages the BFF itself shows. Every inserted text is escaped. */

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** @returns the text, safe inside an element or a quoted attribute */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

/** Shown for a return reference that names nothing. It tells nothing either. */
export const NEUTRAL_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Nothing to show</title>
<h1>Nothing to show here</h1>
<p>This link was used already or is not valid. Go back to the shop to see your order. Do not pay again.</p>
</html>
`

export type CardFrameData = {
  cardKey: object
  parentOrigins: string[]
  cardBrands: string[]
  /** Unix milliseconds. */
  serverTime: number
}

/** The page inside the card frame. It gets the sealing key from here and from nowhere else. */
export function cardFramePage(data: CardFrameData): string {
  const meta = (name: string, content: string) => `<meta name="${name}" content="${escapeHtml(content)}">`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Card details</title>
${meta('paykka-card-key', JSON.stringify(data.cardKey))}
${meta('paykka-parent-origins', data.parentOrigins.join(' '))}
${meta('paykka-card-brands', data.cardBrands.join(' '))}
${meta('paykka-server-time', String(data.serverTime))}
<script type="module" src="/element/v1/card-frame.js"></script>
</head>
<body></body>
</html>
`
}
