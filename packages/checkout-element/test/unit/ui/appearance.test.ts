/** The parser of appearances: what it keeps, what it drops and why; its names are those of the shared types. */
import { readFileSync } from 'node:fs'
import {
  APPEARANCE_OPTIONS,
  APPEARANCE_PARTS,
  APPEARANCE_PROPERTIES,
  APPEARANCE_TOKENS,
} from '@paykka-checkout/shared-types'
import { describe, expect, it } from 'vitest'
import { appearancePage, PAGE } from '../../../scripts/appearance-page.ts'
import { hiddenFocus } from '../../../src/ui/appearance/focus-ring.ts'
import { OPTIONS, PARTS, propertyGrammar, tokenGrammar } from '../../../src/ui/appearance/names.ts'
import { parseAppearance } from '../../../src/ui/appearance/parse-appearance.ts'
import { FORM_SELECTORS, PAGE_SELECTORS } from '../../../src/ui/appearance/selectors.ts'

const HOSTS = ['https://shop.example', 'https://pay.shop.example']
const parse = (given: unknown) => parseAppearance(given, HOSTS, 'https://shop.example/checkout')

/** What remains of one value. */
const input = (property: string, value: unknown) => {
  const { appearance, dropped } = parse({ rules: { input: { [property]: value } } })
  const { rules = {} } = appearance as { rules?: Record<string, Record<string, string>> }
  return dropped[0]?.reason ?? rules.input?.[property]
}

describe('the names', () => {
  it('are those of the shared types', () => {
    expect(Object.entries(PARTS)).toEqual(
      Object.entries(APPEARANCE_PARTS).map(([part, states]) => [part, states.join(' ')]),
    )
    expect(Object.entries(OPTIONS)).toEqual(
      Object.entries(APPEARANCE_OPTIONS).map(([name, words]) => [name, words.join(' ')]),
    )
    expect(APPEARANCE_TOKENS.filter((name) => !tokenGrammar(name))).toEqual([])
    expect(APPEARANCE_PROPERTIES.filter((name) => !propertyGrammar(name))).toEqual([])
  })

  it('have a selector each, in the form or around it', () => {
    const rules = Object.entries(APPEARANCE_PARTS).flatMap(([part, states]) => [
      part,
      ...states.map((state) => `${part}:${state}`),
    ])
    expect(Object.keys(PAGE_SELECTORS).sort()).toEqual(rules.sort())
    expect(Object.keys(FORM_SELECTORS).filter((rule) => !rules.includes(rule))).toEqual([])
  })

  it('are no others: properties that hide, move or cover', () => {
    const hostile =
      'display visibility opacity position inset top left transform translate scale rotate clip-path clip mask filter z-index float width height inline-size block-size max-width min-height overflow content cursor pointer-events background-image background border-image list-style-image mask-image text-indent text-shadow animation will-change contain -webkit-text-security -webkit-text-fill-color user-select src all --paykka-radius --x appearance direction unicode-bidi writing-mode zoom grid-area order'
    for (const name of hostile.split(' ')) expect(propertyGrammar(name), name).toBe(undefined)
  })
})

describe('a value', () => {
  it.each([
    ['color', '#abc', '#abc'],
    ['color', 'RebeccaPurple', 'RebeccaPurple'],
    ['color', 'rgb(0 0 0 / 50%)', 'rgb( 0 0 0 / 50% )'],
    [
      'color',
      'light-dark(#fff, color-mix(in srgb, red 30%, blue))',
      'light-dark( #fff , color-mix( in srgb , red 30% , blue ) )',
    ],
    ['background-color', 'oklch(70% 0.1 200)', 'oklch( 70% 0.1 200 )'],
    ['border', '1px solid #555', '1px solid #555'],
    ['border-bottom', 'solid rgb(1 2 3) ', 'solid rgb( 1 2 3 )'],
    ['border-bottom', '#555 2px', '#555 2px'],
    ['border-top', 'none', 'none'],
    ['border-radius', '4px 0 0 4px', '4px 0 0 4px'],
    ['outline', '0px none', '0px none'],
    ['box-shadow', 'inset 0 1px 2px #0003, 0 4px 0 red', 'inset 0 1px 2px #0003 , 0 4px 0 red'],
    ['box-shadow', '#000 0 2px 4px', '#000 0 2px 4px'],
    ['box-shadow', 'none', 'none'],
    ['padding', '8px 1em', '8px 1em'],
    ['font-family', '"Inter", Helvetica Neue, sans-serif', '"Inter" , Helvetica Neue , sans-serif'],
    ['font-family', '-apple-system', '-apple-system'],
    ['font-size', '1.125em', '1.125em'],
    ['font-weight', '550', '550'],
    ['font-weight', 'bold', 'bold'],
    ['line-height', '1.4', '1.4'],
    ['text-transform', 'uppercase', 'uppercase'],
    ['transition-duration', '.2s', '.2s'],
  ])('%s: %s is kept', (property, value, kept) => {
    expect(input(property, value)).toBe(kept)
  })

  it.each([
    ['color', 'url(https://evil.example)', 'value'],
    ['color', 'var(--x)', 'value'],
    ['color', 'attr(value)', 'value'],
    ['color', 'env(x)', 'value'],
    ['color', 'image-set("x" 1x)', 'value'],
    ['color', 'red; background: url(x)', 'value'],
    ['color', 'red} * {display:none', 'value'],
    ['color', 'red !important', 'value'],
    ['color', 'r\\65 d', 'value'],
    ['color', 'red/**/', 'value'],
    ['color', 'inherit', 'value'],
    ['color', 'revert-layer', 'value'],
    ['color', '', 'value'],
    ['color', [], 'value'],
    ['color', {}, 'value'],
    ['color', 'rgb(0 0 0', 'value'],
    ['color', 'rgb(url(x))', 'value'],
    ['color', 'red blue', 'value'],
    ['color', `#${'0'.repeat(201)}`, 'value'],
    ['border', '5px solid red', 'range'],
    ['border', '1px 2px solid', 'value'],
    ['border', '1px solid dashed', 'value'],
    ['border-width', '-1px', 'range'],
    ['border-radius', '50%', 'value'],
    ['box-shadow', '0 0 0 9999px red', 'range'],
    ['box-shadow', '100px 0 red', 'range'],
    ['box-shadow', '0 -20px 0 red', 'range'],
    ['box-shadow', 'inset 0 0 0 50px red', 'range'],
    ['box-shadow', 'inset 0 0 99px red', 'range'],
    ['box-shadow', '0 0 red, 0 0 red, 0 0 red, 0 0 red', 'range'],
    ['box-shadow', '1px red', 'value'],
    ['padding', '-1px', 'range'],
    ['padding', '1px 2px 3px', 'value'],
    ['padding', '1rem', 'value'],
    ['padding', 'calc(1px + 2px)', 'value'],
    ['margin', '0px', 'place'],
    ['font-size', '0', 'range'],
    ['font-size', '1px', 'range'],
    ['font-size', '99em', 'range'],
    ['font-family', 'a, url(x)', 'value'],
    ['font-family', '', 'value'],
    ['letter-spacing', '9px', 'range'],
    ['letter-spacing', '-9px', 'range'],
    ['line-height', '0', 'range'],
    ['line-height', '10px', 'value'],
    ['outline', '9px solid red', 'range'],
    ['outline-offset', '-50px', 'range'],
    ['transition-duration', '10s', 'range'],
    ['display', 'none', 'name'],
    ['__proto__x', 'x', 'name'],
  ])('%s: %j is dropped as "%s"', (property, value, reason) => {
    expect(input(property, value)).toBe(reason)
  })
})

describe('an appearance', () => {
  it('is empty when it is nothing', () => {
    for (const nothing of [undefined, null, 4, 'x', [], [{}], { tokens: 'x', rules: 4 }])
      expect(parse(nothing).appearance).toEqual({})
  })

  it.each([
    [{ rules: { 'input:visited': {} } }, 'rules.input:visited', 'name'],
    [{ rules: { 'input:': {} } }, 'rules.input:', 'name'],
    [{ rules: { 'input:focus:hover': {} } }, 'rules.input:focus:hover', 'name'],
    [{ rules: { 'input[value^="4"]': { color: 'red' } } }, 'rules.input[value^="4"]', 'name'],
    [{ rules: { '*, .holder': { color: 'red' } } }, 'rules.*, .holder', 'name'],
    [{ rules: { toString: {} } }, 'rules.toString', 'name'],
    [{ rules: { 'input:focus': { padding: '2px' } } }, 'rules.input:focus.padding', 'state'],
    [{ rules: { 'tab:hover': { border: '2px solid' } } }, 'rules.tab:hover.border', 'state'],
    [{ tokens: { 'color-x': 'red' } }, 'tokens.color-x', 'name'],
    [{ labels: 'below' }, 'labels', 'value'],
    [{ theme: 'night' }, 'theme', 'name'],
    [{ fonts: 'x' }, 'fonts', 'value'],
    [{ fonts: [{ family: 'A', src: 'https://evil.example/a.woff2' }] }, 'fonts.0', 'font'],
    [{ fonts: [{ family: 'A', src: '/a.woff2?card=1' }] }, 'fonts.0', 'font'],
    [{ fonts: [{ family: 'A', src: '/a.svg' }] }, 'fonts.0', 'font'],
    [{ fonts: [{ family: 'A"', src: '/a.woff2' }] }, 'fonts.0', 'font'],
    [{ fonts: [{ src: '/a.woff2' }] }, 'fonts.0', 'font'],
    [{ fonts: [{ family: 'A', src: 'data:font/woff2;base64,AA.woff2' }] }, 'fonts.0', 'font'],
    [{ fonts: [null] }, 'fonts.0', 'font'],
  ])('%j: names %s', (given, path, reason) => {
    expect(parse(given).dropped).toEqual([{ path, reason }])
    expect(parse(given).appearance).toEqual({})
  })

  it("keeps fonts from the page's origin and from the BFF, with absolute addresses", () => {
    const { appearance } = parse({
      fonts: [
        { family: 'Own', src: 'fonts/own.woff2', weight: '100 900' },
        { family: 'Served', src: 'https://pay.shop.example/fonts/a.woff', style: 'italic' },
      ],
    })
    expect(appearance.fonts?.map(({ src }) => src)).toEqual([
      'https://shop.example/fonts/own.woff2',
      'https://pay.shop.example/fonts/a.woff',
    ])
  })

  it('takes names in camel case too', () => {
    expect(parse({ rules: { input: { borderColor: 'red', background: 'blue' } } }).appearance.rules).toEqual({
      input: { 'border-color': 'red', 'background-color': 'blue' },
    })
  })

  it('parses to itself: the frame parses again what the page has parsed', () => {
    const once = parse({
      labels: 'inside',
      tokens: { radius: '3px' },
      rules: { button: { boxShadow: '0 2px 4px rgb(0 0 0 / 20%)' }, 'label:focus': { color: 'teal' } },
    })
    expect(once.dropped).toEqual([])
    expect(parse(once.appearance)).toEqual(once)
  })
})

describe('the focus', () => {
  it.each([
    [{ 'input:focus': { outline: '0px none' } }, ['rules.input:focus.outline']],
    [{ input: { 'outline-style': 'none' } }, ['rules.input.outline-style']],
    [{ 'button:focus': { 'outline-width': '0' } }, ['rules.button:focus.outline-width']],
    [{ 'input:focus': { outline: '0px none', 'border-bottom': '2px solid teal' } }, []],
    [{ 'input:focus': { outline: '2px solid teal' } }, []],
    [{ label: { color: 'teal' } }, []],
  ])('%j hides it: %j', (rules, paths) => {
    expect(hiddenFocus(parse({ rules }).appearance)).toEqual(paths)
  })
})

describe('docs/reference/appearance.md', () => {
  it('is up to date; otherwise run `node packages/checkout-element/scripts/appearance-page.ts`', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(appearancePage())
  })
})
