/** Two hundred hostile appearances: no request, no field that is covered, moved away or invisible. */
import type { Appearance } from '@paykka-checkout/shared-types'
import { expect } from 'chai'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { ColorReader, contrast } from '../../../src/ui/appearance/colors.ts'
import { checkout } from '../../support/checkout.ts'
import { FakeWorld } from '../../support/fake-world.ts'
import { HOSTILE_LOOKS } from '../../support/hostile-looks.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

const FIELDS = ['number', 'expiry', 'cvc', 'holder']

let element: PaykkaCheckout
let requests: string[]
const watching: PerformanceObserver[] = []

const frame = () => element.shadowRoot?.querySelector('iframe') ?? expect.fail('no frame')
const inside = () => frame().contentDocument ?? expect.fail('no document')
const form = () => inside().querySelector('paykka-card-form') ?? expect.fail('no form')
const root = () => form().shadowRoot ?? expect.fail('no root')
const box = (id: string) => root().querySelector<HTMLInputElement>(`#${id}`) ?? expect.fail(`no ${id}`)

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(holds()).to.equal(true)
}

/** Everything that page or frame requests for a style or a font. */
function watchRequests(): void {
  requests = []
  for (const view of [window, frame().contentWindow as typeof window]) {
    const observer = new view.PerformanceObserver((list) => {
      for (const { name, initiatorType } of list.getEntries() as PerformanceResourceTiming[])
        if (initiatorType === 'css' || /leak|evil/.test(name)) requests.push(name)
    })
    observer.observe({ type: 'resource' })
    watching.push(observer)
  }
  // A refused request counts too.
  for (const view of [document, inside()])
    view.addEventListener('securitypolicyviolation', ({ blockedURI }) => requests.push(blockedURI))
}

before(async () => {
  const world = new FakeWorld()
  world.realWaitsUpTo = 7000
  world.checkout = checkout()
  world.surround(PaykkaCheckout)
  element = document.createElement('paykka-checkout')
  Object.assign(element, { bffUrl: location.origin, clientSecret: 'secret', theme: 'light' })
  document.body.append(element)
  await element.whenReady
  for (const [id, text] of [
    ['number', '4242424242424242'],
    ['holder', 'Ada Lovelace'],
  ] as const) {
    box(id).value = text
    box(id).dispatchEvent(new InputEvent('input', { inputType: 'insertText', bubbles: true }))
  }
  watchRequests()
})
after(() => {
  for (const observer of watching) observer.disconnect()
  element.remove()
})

/** Applies an appearance with a mark, by which its arrival in the frame is seen. */
async function wear(look: Appearance, at: number): Promise<void> {
  const mark = `${(at + 1) / 100}px`
  const rules = Object(look.rules)
  const marked = { ...rules, error: { ...rules.error, 'letter-spacing': mark } }
  element.appearance = { ...look, rules: marked }
  await element.updateComplete
  const arrived = () =>
    root().adoptedStyleSheets.some(({ cssRules }) =>
      [...cssRules].some(({ cssText }) => cssText.includes(`letter-spacing: ${mark}`)),
    )
  await until(arrived)
  await form().updateComplete
}

/** What is wrong with the fields; nothing, when they can be seen and typed into. */
function faults(): string[] {
  const found: string[] = []
  const colors = new ColorReader(root(), false)
  for (const id of FIELDS) {
    const field = box(id)
    const { left, top, width, height } = field.getBoundingClientRect()
    const style = getComputedStyle(field)
    const hit = root().elementFromPoint(left + width / 2, top + height / 2)
    if (hit !== field) found.push(`${id} is covered`)
    if (width < 60 || height < 30 || left < 0 || top < 0) found.push(`${id} is too small or outside`)
    if (left + width > inside().documentElement.clientWidth + 1) found.push(`${id} is outside`)
    if (style.opacity !== '1' || style.visibility !== 'visible') found.push(`${id} is invisible`)
    if (Number.parseFloat(style.fontSize) < 11) found.push(`${id} has a tiny text`)
    const ground = colors.read(style.backgroundColor, [255, 255, 255, 255])
    if (contrast(colors.read(style.color, ground), ground) < 1.5) found.push(`${id} has an invisible text`)
    if (farthest(style) > 26) found.push(`${id} reaches over others`)
    const room = height - Number.parseFloat(style.paddingTop) - Number.parseFloat(style.paddingBottom)
    if (room < 16) found.push(`${id} has no room for a text`)
  }
  colors.close()
  return found
}

/** How far outline and shadows reach, in pixels. */
function farthest({ outlineWidth, outlineStyle, outlineOffset, boxShadow }: CSSStyleDeclaration): number {
  const outline =
    outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth) + Number.parseFloat(outlineOffset)
  const lengths = boxShadow.match(/-?[\d.]+(?=px)/g)?.map(Number) ?? []
  return Math.max(outline, 0, ...lengths)
}

describe('hostile appearances', () => {
  it('are two hundred', () => {
    expect(HOSTILE_LOOKS.length).to.be.at.least(200)
  })

  it('hide, move and cover no field, and request nothing', async function () {
    this.timeout(120_000)
    const wrong: string[] = []
    for (const [at, [name, look]] of HOSTILE_LOOKS.entries()) {
      await wear(look, at)
      box('number').focus()
      wrong.push(...faults().map((fault) => `${name}: ${fault}`))
      box('number').blur()
      wrong.push(...faults().map((fault) => `${name}: ${fault}`))
    }
    expect(wrong).to.deep.equal([])
    expect(requests).to.deep.equal([])
    expect(box('number').value).to.equal('4242 4242 4242 4242')
  })

  it('would be noticed, were they pasted', async () => {
    const pasted = new (frame().contentWindow as typeof window).CSSStyleSheet()
    const shown = root().adoptedStyleSheets
    root().adoptedStyleSheets = [...shown, pasted]
    const faultOf = (css: string): string => {
      pasted.replaceSync(css)
      return faults().join(', ')
    }
    expect(faultOf('')).to.equal('')
    expect(faultOf('.field::after { content: ""; position: absolute; inset: 0 }')).to.contain('covered')
    expect(faultOf('#cvc { opacity: 0 }')).to.contain('cvc is invisible')
    expect(faultOf('#cvc { color: white }')).to.contain('cvc has an invisible text')
    expect(faultOf('#number { font-size: 1px }')).to.contain('tiny')
    expect(faultOf('#number { transition: none; box-shadow: 0 0 0 999px red }')).to.contain('reaches over')
    expect(faultOf('#number { position: fixed; left: -999px }')).to.contain('outside')
    pasted.replaceSync('')
    root().adoptedStyleSheets = shown
    const leaking = new CSSStyleSheet()
    leaking.replaceSync('.base { background-image: url(/leak.png) }')
    const sheets = element.shadowRoot?.adoptedStyleSheets ?? []
    if (element.shadowRoot) element.shadowRoot.adoptedStyleSheets = [...sheets, leaking]
    await until(() => requests.some((name) => name.includes('leak')))
    if (element.shadowRoot) element.shadowRoot.adoptedStyleSheets = [...sheets]
  })
})
