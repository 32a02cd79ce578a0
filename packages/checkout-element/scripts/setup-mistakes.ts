/** `node scripts/setup-mistakes.ts`: writes docs/reference/setup-mistakes.md from the table in the element; a test keeps it up to date. */
import { writeFileSync } from 'node:fs'
import type { Effect, Mistake } from '../src/checkout/setup-mistakes/mistakes.ts'
import { MISTAKES } from '../src/checkout/setup-mistakes/mistakes.ts'

export const PAGE = new URL('../../../docs/reference/setup-mistakes.md', import.meta.url)

const EFFECTS: Record<Effect, string> = {
  instead: '"You cannot pay here at the moment", or a more precise sentence, instead of the form',
  retry: 'what failed, and "Try again", because it may also be an outage',
  beside: 'the form; it works',
  list: 'a sentence in place of the list of cards',
}

const INTRO = `# Mistakes in setting the element up

Generated from the source by \`node packages/checkout-element/scripts/setup-mistakes.ts\`: edit \`src/checkout/setup-mistakes/mistakes.ts\`, not this page.

For each of these \`<paykka-checkout>\` and \`<paykka-saved-cards>\` write one line into the browser's console: \`[paykka-checkout]\`, the code, the cause and the fix.
Mistakes that keep a shopper from paying, or from seeing their cards, also raise \`paykka-error\` with the code. The shopper does not see this line, only a calm sentence.
A browser test makes every one of these mistakes.

White space around \`client-secret\` and \`bff-url\` is no mistake: the element removes it.`

/** Examples of the facts in a line. */
const FACTS: Record<string, string> = {
  value: '…',
  better: 'https://pay.shop.example',
  bff: 'https://pay.shop.example',
  page: 'https://shop.example',
  outer: 'https://portal.example',
}

const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => FACTS[name] ?? name)
const cell = (text: string): string => fill(text).replaceAll('|', '\\|').replaceAll('<', '&lt;')

function sectionOf(code: string, { cause, cure, effect, log }: Mistake): string {
  const rows = [
    `## ${code}`,
    `${cell(cause)}`,
    `**Fix.** ${cell(cure)}`,
    `The shopper sees ${EFFECTS[effect]}.${log ? ` The BFF logs at \`warn\`: "${log}".` : ''}`,
  ]
  return rows.join('\n\n')
}

export const setupMistakesPage = (): string =>
  [INTRO, ...Object.entries(MISTAKES).map(([code, mistake]) => sectionOf(code, mistake))]
    .join('\n\n')
    .concat('\n')

if (process.argv[1] === import.meta.filename) writeFileSync(PAGE, setupMistakesPage())
