/** The HTML pages of the BFF. Every inserted text is escaped. */

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

/** Shown for an unknown return reference. It reveals nothing. */
export const NEUTRAL_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Nothing to show</title>
<h1>Nothing to show here</h1>
<p>This link is not valid. Go back to the shop to see your order. Do not pay again.</p>
</html>
`

/** An error page for people, instead of a problem document. */
export function problemPage({ title, requestId }: { title: string; requestId?: string }): string {
  const code = requestId === undefined ? '' : `<p>Support code: ${escapeHtml(requestId)}</p>\n`
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>This page cannot be shown now</title>
<h1>This page cannot be shown now</h1>
<p>${escapeHtml(title)}</p>
<p>Go back to the shop to see your order. If you have paid already, do not pay again.</p>
${code}</html>
`
}

/** The wrapper of a bank's page: its script shows the page only inside an allowed shop. */
export function challengePage(parentOrigins: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Your bank</title>
<meta name="paykka-parent-origins" content="${escapeHtml(parentOrigins.join(' '))}">
<script type="module" src="/element/v1/challenge.js"></script>
</head>
<body></body>
</html>
`
}

/**
 * The page to which a bank returns inside a frame. Without scripts the link continues; nothing in it shows the payment's
 * result.
 */
export function challengeOverPage(returnUrl: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Back to the shop</title>
<script type="module" src="/element/v1/challenge-over.js"></script>
</head>
<body><p><a data-return href="${escapeHtml(returnUrl)}">Go back to the shop to see your order.</a></p></body>
</html>
`
}
