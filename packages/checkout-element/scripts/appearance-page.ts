/** `node scripts/appearance-page.ts`: writes docs/reference/appearance.md from the shared types; a test keeps it up to date. */
import { writeFileSync } from 'node:fs'
import {
  APPEARANCE_OPTIONS,
  APPEARANCE_PARTS,
  APPEARANCE_PROPERTIES,
  APPEARANCE_TOKENS,
} from '@paykka-checkout/shared-types'

export const PAGE = new URL('../../../docs/reference/appearance.md', import.meta.url)

const INTRO = `# Appearance

Generated from the source by \`node packages/checkout-element/scripts/appearance-page.ts\`. [The guide](../guides/theming.md) explains how to use it.

\`appearance\` is an object with \`tokens\`, \`rules\`, \`fonts\` and the options below. Every member is optional.
The element parses each value and writes it anew. It drops what is not listed here, and the browser's console names each dropped member once, with the reason ([\`appearance_dropped\`](setup-mistakes.md#appearance_dropped)).

Lengths are in \`px\` or \`em\`; \`em\` counts as 16 px for the limits. Colors have any format of CSS, also \`light-dark()\` and \`color-mix()\`. Not allowed are \`url()\`, \`var()\`, \`calc()\`, \`!important\` and words like \`inherit\`.`

/** What each kind of token may be. */
const TOKEN_VALUES: readonly (readonly [RegExp, string])[] = [
  [/color|background/, 'color'],
  [/radius/, 'length, 0 to 999 px'],
  [/font-family/, 'names of fonts'],
  [/font-size/, 'length, 12 to 24 px'],
  [/surface-padding/, '1 to 4 lengths, 0 to 48 px'],
  [/height/, 'length, 36 to 88 px'],
  [/field-padding/, 'length, 0 to 32 px'],
  [/weight/, '100 to 900, `normal`, `bold`'],
]

/** What each kind of property may be. The first pattern that fits decides. */
const PROPERTY_VALUES: readonly (readonly [RegExp, string])[] = [
  [/color$/, 'color'],
  [/^(border|border-(top|right|bottom|left))$/, 'width to 4 px, style, color'],
  [/^outline$/, 'width to 3 px, style, color'],
  [/^border.*width$/, 'length, 0 to 4 px'],
  [/^outline-width$/, 'length, 0 to 3 px'],
  [/style$/, '`none`, `solid`, `dashed`, `dotted`, `double`; of fonts: `normal`, `italic`'],
  [/^outline-offset$/, 'length, -4 to 2 px'],
  [/^border-radius$/, '1 to 4 lengths, 0 to 999 px'],
  [/radius$/, 'length, 0 to 999 px'],
  [/^box-shadow$/, '`none`, or up to 3 shadows: offset to 6 px (up: 2 px), blur to 24 px, spread to 3 px'],
  [/^(padding|margin)/, '1 or 2 lengths, 0 to 24 px'],
  [/^gap$/, 'length, 0 to 24 px'],
  [/^font-family$/, 'names of fonts'],
  [/^font-size$/, 'length, 11 to 28 px'],
  [/^font-weight$/, '100 to 900, `normal`, `bold`'],
  [/^letter-spacing$/, 'length, -0.5 to 3.2 px'],
  [/^line-height$/, 'number, 1 to 2'],
  [/^text-transform$/, '`none`, `uppercase`, `lowercase`, `capitalize`'],
  [/^transition-duration$/, 'up to `400ms`'],
  [/^transition-timing-function$/, '`ease`, `linear`, `ease-in`, `ease-out`, `ease-in-out`'],
]

/** What each part is. */
const PARTS: Record<keyof typeof APPEARANCE_PARTS, string> = {
  input: 'a text box of the card form',
  label: "a field's label",
  error: "a field's message when something is wrong",
  field: 'label, text box and message together',
  tab: 'a way to pay, with `layout="tabs"`',
  row: 'a way to pay, with `layout="accordion"`',
  checkbox: 'the box that asks to save the card',
  button: 'the pay button, and the link to the bank',
  icon: 'drawings in fields and beside texts',
}

const OPTIONS: Record<keyof typeof APPEARANCE_OPTIONS, readonly [attribute: string, meaning: string]> = {
  labels: ['labels', 'where labels are: above the field, in it until something is typed, or always in it'],
  density: ['density', 'heights of fields and buttons, and the space between them'],
  holder: ['holder', 'whether the form asks for the name on the card'],
  cardLayout: [
    'card-layout',
    '`line`: number, date and code in one line; below 480 px in two, with `labels="above"` in rows',
  ],
  iconStyle: ['icon-style', 'brand logos in color, in gray, or none'],
}

const valueFor = (table: readonly (readonly [RegExp, string])[], name: string): string => {
  const found = table.find(([pattern]) => pattern.test(name))
  if (!found) throw new Error(`scripts/appearance-page.ts has no value for ${name}`)
  return found[1]
}

const code = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ')
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** Names with the same value share a row. */
function byValue(names: readonly string[], values: readonly (readonly [RegExp, string])[]): string[][] {
  const rows = Map.groupBy(names, (name) => valueFor(values, name))
  return [...rows].map(([value, shared]) => [code(shared), value])
}

export const appearancePage = (): string =>
  `${[
    INTRO,
    '## Options\n\nEach is also an attribute of the tag, which wins. The first word is the default.',
    table(
      ['member', 'attribute', 'values', 'meaning'],
      Object.entries(APPEARANCE_OPTIONS).map(([name, words]) => {
        const [attribute, meaning] = OPTIONS[name as keyof typeof OPTIONS]
        return [`\`${name}\``, `\`${attribute}\``, code(words), meaning]
      }),
    ),
    "## Tokens\n\nThe names are those of [the custom properties](element-reference.md#custom-properties) without `--paykka-`. Tokens of the page's style sheet win.",
    table(['token', 'value'], byValue(APPEARANCE_TOKENS, TOKEN_VALUES)),
    '## Rules\n\nA rule is a part, or a part with a state: `"input:focus"`. States that hold at the same time win in the order of this table.',
    table(
      ['part', 'what it is', 'states'],
      Object.entries(APPEARANCE_PARTS).map(([part, states]) => [
        `\`${part}\``,
        PARTS[part as keyof typeof PARTS],
        code(states) || 'none',
      ]),
    ),
    'A state cannot change sizes (padding, margin, gap, fonts; border widths except of `input`), because the form would move. `input` and `icon` have no margin. `borderColor` is the same as `border-color`, and `background` as `background-color`.',
    table(['property', 'value'], byValue(APPEARANCE_PROPERTIES, PROPERTY_VALUES)),
    `## Fonts\n\nUp to 8 objects with \`family\`, \`src\`, and optionally \`weight\` (\`"400"\`, or \`"100 900"\` of a variable font) and \`style\` (\`normal\`, \`italic\`). \`src\` is a \`.woff2\` or \`.woff\` file without a query, on the page's own origin or on the BFF. Another origin must send \`Access-Control-Allow-Origin\`.`,
  ].join('\n\n')}\n`

if (import.meta.main) writeFileSync(PAGE, appearancePage())
