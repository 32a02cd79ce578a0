/** The frame of every page: escaped text, one style sheet, a policy that allows nothing else. */

import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #566273; --paper: #fff; --ground: #f1f4f8; --line: #c9d1dc; --main: #0b5cad; --on-main: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #eef2f7; --soft: #aab6c5; --paper: #1b222c; --ground: #11161d; --line: #445062; --main: #8cc2ff; --on-main: #06213d } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: start center; padding: clamp(1rem, 6vh, 4rem) 1rem; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { width: 100%; max-width: 26rem; padding: 1.5rem; background: var(--paper); border: 1px solid var(--line); border-radius: .75rem }
h1 { margin: 0 0 .5rem; font-size: 1.35rem; line-height: 1.25 }
p { margin: 0 0 1rem }
.mark { color: var(--soft); font-size: .875rem }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 0 0 1.25rem; padding: 1rem 0; border-block: 1px solid var(--line) }
dt { color: var(--soft) }
dd { margin: 0; text-align: end; overflow-wrap: anywhere }
fieldset { margin: 0 0 1.25rem; padding: 0; border: 0 }
legend { padding: 0; color: var(--soft) }
label { display: flex; gap: .75rem; align-items: center; min-height: 2.75rem }
button { display: block; width: 100%; min-height: 2.75rem; margin-top: .75rem; padding: .5rem 1rem; font: inherit; font-weight: 600; color: var(--ink); background: transparent; border: 1px solid var(--line); border-radius: .5rem; cursor: pointer }
button.main { color: var(--on-main); background: var(--main); border-color: var(--main) }
a { color: var(--main) }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px }
`

/** Submits the return form at once; without scripts its button does the same. */
export const SUBMIT_SCRIPT = 'document.forms[0].submit()'

// No form-action: browsers apply it to the redirect back to the shop as well. No frame-ancestors: shops may frame a challenge.
const POLICY = [
  "default-src 'none'",
  "base-uri 'none'",
  `style-src '${digest(STYLE)}'`,
  `script-src '${digest(SUBMIT_SCRIPT)}'`,
].join('; ')

/** Makes any text safe inside HTML text and quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}

/** Sends a page; `body` is HTML whose values are already escaped. */
export function sendPage(reply: FastifyReply, status: number, title: string, body: string): FastifyReply {
  return reply
    .code(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .send(page(title, body))
}

/** An amount in minor units as people read it. */
export function formatAmount(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(amount / 10 ** decimals)
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main>${body}</main></body>
</html>`
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
