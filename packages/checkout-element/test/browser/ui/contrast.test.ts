/** Contrast of every part in every state, for the default, the ready-made themes and the looks of the gallery. */
import type { Appearance } from '@paykka-checkout/shared-types'
import { expect } from 'chai'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { lowContrasts } from '../../../src/ui/appearance/legibility.ts'
import { pairsOf } from '../../../src/ui/appearance/pairs.ts'
import { checkout } from '../../support/checkout.ts'
import { FakeWorld } from '../../support/fake-world.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

const THEMES = ['forest', 'high-contrast', 'ink', 'ocean', 'rose', 'slate', 'sunset', 'violet']
const LOOKS = ['default', 'luxury', 'playful', 'enterprise']

let element: PaykkaCheckout | undefined
let sheet: HTMLStyleElement
let lines: string[]
const { error: consoleError } = console

beforeEach(() => {
  lines = []
  Object.assign(console, { error: (text: unknown) => lines.push(String(text)) })
  sheet = document.createElement('style')
  document.head.append(sheet)
})
afterEach(() => {
  Object.assign(console, { error: consoleError })
  element?.remove()
  sheet.remove()
})

async function show(appearance: Appearance, theme: 'light' | 'dark'): Promise<ShadowRoot> {
  const world = new FakeWorld()
  world.realWaitsUpTo = 7000
  world.loadExplain = () => import('../../../src/checkout/setup-mistakes/explain.ts')
  world.checkout = checkout()
  world.surround(PaykkaCheckout)
  element = document.createElement('paykka-checkout')
  Object.assign(element, { bffUrl: location.origin, clientSecret: 'secret', theme, appearance })
  document.body.append(element)
  await element.whenReady
  await element.updateComplete
  return element.shadowRoot ?? expect.fail('no root')
}

async function fileIn(path: string): Promise<string> {
  const answer = await fetch(new URL(`../../../${path}`, import.meta.url))
  expect(answer.ok).to.equal(true)
  return await answer.text()
}

const low = (root: ShadowRoot, theme: string, look: Appearance) =>
  lowContrasts(root, theme === 'dark', look).map(
    ({ what, ratio, needs }) => `${what}: ${ratio.toFixed(2)} of ${needs}`,
  )

describe('contrast', () => {
  it('is computed for every part in every state', () => {
    const what = pairsOf({}).map((pair) => pair.what)
    expect(new Set(what).size).to.equal(what.length)
    expect(what.length).to.be.at.least(45)
    for (const state of ['hover', 'focus', 'invalid', 'complete', 'autofill', 'disabled', 'placeholder'])
      expect(what).to.include(`text of a field (${state})`)
  })

  for (const theme of ['light', 'dark'] as const) {
    for (const name of THEMES)
      it(`suffices in the theme ${name}, ${theme}`, async () => {
        sheet.textContent = await fileIn(`themes/${name}.css`)
        expect(low(await show({}, theme), theme, {})).to.deep.equal([])
      })

    for (const name of LOOKS)
      it(`suffices in the look ${name}, ${theme}`, async () => {
        const look = JSON.parse(await fileIn(`gallery/looks/${name}.json`)) as Appearance
        expect(low(await show(look, theme), theme, look)).to.deep.equal([])
        expect(lines).to.deep.equal([])
      })
  }
})

describe('an appearance that is hard to read', () => {
  const until = async (holds: () => boolean): Promise<void> => {
    for (let turn = 0; turn < 500 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(holds()).to.equal(true)
  }

  it('is reported with its worst pair', async () => {
    await show({ rules: { 'input:focus': { color: '#888', 'background-color': '#ddd' } } }, 'light')
    await until(() => lines.length > 0)
    expect(lines.join()).to.match(
      /appearance_contrast: .*text of a field \(focus\) has a contrast of 2\.\d\d/,
    )
    expect(lines.join()).to.contain('It needs 4.5')
  })

  it('is reported for edges below 3, and for the theme it is bad in', async () => {
    await show({ tokens: { 'color-control': 'light-dark(#767676, #222)' } }, 'light')
    await element?.updateComplete
    expect(lines).to.deep.equal([])
    element?.setAttribute('theme', 'dark')
    await until(() => lines.length > 0)
    expect(lines.join()).to.match(/edge of a .* has a contrast of 1\.\d\d.*It needs 3/)
  })

  it('loses the colors in which nobody could read it', async () => {
    const root = await show({ rules: { button: { color: '#fff', 'background-color': 'white' } } }, 'light')
    await until(() => lines.length > 0)
    expect(lines.join()).to.contain('rules.button.color')
    const button = root.querySelector('.primary') ?? expect.fail('no button')
    expect(getComputedStyle(button).backgroundColor).to.equal('rgb(51, 71, 201)')
  })

  it('loses the colors of its tokens when they hide a text', async () => {
    const root = await show({ tokens: { 'color-text': '#fff', radius: '3px' } }, 'light')
    await until(() => lines.length > 0)
    expect(lines.join()).to.contain('`tokens` of the appearance was dropped')
    const base = root.querySelector('.base') ?? expect.fail('no base')
    expect(getComputedStyle(base).color).to.equal('rgb(27, 31, 46)')
    expect(getComputedStyle(base).borderRadius).to.equal('4.5px')
  })
})
