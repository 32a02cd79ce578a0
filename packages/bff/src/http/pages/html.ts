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
<p>This link is not valid. Go back to the shop to see your order. Do not pay again.</p>
</html>
`

/** For a person who would else read a problem document. */
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

/** Around a bank's page: its script shows it to an allowed shop, and to nobody else. */
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

/** Where a bank returns to inside a frame. Without its script the link leads on; none of it says how the payment went. */
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
