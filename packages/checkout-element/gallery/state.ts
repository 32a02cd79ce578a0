/** Shows the state that the address names, like a shop's page. */
import '../src/define-express.ts'
import '../src/define-saved-cards.ts'
import type { Appearance } from '@paykka-checkout/shared-types'
import type { PaykkaCardForm } from '../src/card/form/card-form.ts'
import { PaykkaCheckout } from '../src/elements/paykka-checkout.ts'
import { PaykkaSavedCards } from '../src/elements/paykka-saved-cards.ts'
import { loaders } from '../src/methods/registry.ts'
import { checkout } from '../test/support/checkout.ts'
import { FakeWorld } from '../test/support/fake-world.ts'
import { makeKeys } from '../test/support/keys.ts'
import { FILLED, FITTED } from '../test/support/places.ts'
import { followEditor } from './follow-editor.ts'
import type { State } from './stage.ts'
import { pay, STATES } from './states.ts'

const query = new URLSearchParams(location.search)
const asked = (name: string, fallback: string) => query.get(name) ?? fallback
const inline = asked('entry', 'frame') === 'inline'

function dressPage(): void {
  const root = document.documentElement
  root.lang = asked('lang', 'en')
  root.dir = asked('dir', 'ltr')
  root.style.colorScheme = asked('theme', 'light')
  const look = query.get('look')
  if (!look) return
  const sheet = Object.assign(document.createElement('link'), {
    rel: 'stylesheet',
    href: `/themes/${look}.css`,
  })
  document.head.append(sheet)
}

/** The look of a file in `looks/`, or the JSON itself; the page around it has its font and its colors, as a shop's page would. */
async function brand(element: PaykkaCheckout): Promise<void> {
  const name = query.get('appearance')
  if (!name) return
  const json = name.startsWith('{') ? name : await (await fetch(`/gallery/looks/${name}.json`)).text()
  const appearance = JSON.parse(json) as Appearance
  element.appearance = appearance
  const { 'font-family': font, 'color-surface': surface, 'color-text': text } = appearance.tokens ?? {}
  Object.assign(document.body.style, { fontFamily: font ?? '', background: surface ?? '', color: text ?? '' })
}

/** All three elements take the same address and secret. */
function makeElement({ tag, layout, details }: State): PaykkaCheckout {
  const element = document.createElement(tag ?? 'paykka-checkout') as PaykkaCheckout
  element.bffUrl = location.origin
  element.clientSecret = 'secret'
  if (!tag) element.cardEntry = inline ? 'inline' : 'frame'
  if (layout) element.layout = layout
  if (details) element.billingDetails = details
  element.theme = asked('theme', 'light') as 'light'
  return element
}

/** The form, in the page or in the frame, which has the same origin here. */
function formOf(element: PaykkaCheckout): PaykkaCardForm {
  const root = element.shadowRoot
  const place = root?.querySelector('iframe')?.contentDocument ?? root
  const form = place?.querySelector('paykka-card-form')
  if (!form) throw new TypeError('no card form')
  return form
}

/** The order beside the element, for pictures of a whole shop: `shop=<name of the shop>`. */
function showOrder(): void {
  const order = document.querySelector<HTMLElement>('#order')
  if (!order || !query.has('shop')) return
  order.hidden = false
  document.body.classList.add('shop')
  for (const part of ['shop', 'item', 'price']) {
    const place = order.querySelector(`.${part}`)
    if (place) place.textContent = asked(part, '')
  }
}

/** In the middle of the page, or in the place that the address names. */
function put(element: HTMLElement): void {
  const place = { ...FILLED, ...FITTED }[query.get('place') ?? '']
  const outer = place?.build(element) ?? element
  ;(place ? document.body : document.querySelector('main'))?.append(outer)
  place?.show?.(outer)
}

async function show(name: string): Promise<void> {
  const state = STATES[name]
  if (!state) throw new TypeError(`no state ${name}`)
  const world = new FakeWorld()
  // The time limit for PayKKa's silent script is 1.5 s, as is the pause before a retry.
  world.realWaitsUpTo = 1500
  // An inline form encrypts with the key of the checkout, so it must be a real one.
  const place = inline ? { cardEntry: 'inline', cardKey: (await makeKeys()).cardKey } : {}
  world.checkout = state.checkout && checkout({ ...place, ...state.checkout })
  if (state.ways) world.methodLoaders = loaders
  state.before?.()
  world.surround(PaykkaCheckout)
  world.surround(PaykkaSavedCards)
  const element = makeElement(state)
  await brand(element)
  put(element)
  if (query.has('editor')) followEditor(element)
  if (!state.noForm || state.checkout) await element.whenReady
  const stage = { element, world, form: () => formOf(element) }
  await element.updateComplete
  await state.act?.({ ...stage, pay: () => pay(stage) })
  await world.settle()
  await element.updateComplete
  await codeShown(element)
}

/** The security code of a saved card has its own frame, which loads last. */
async function codeShown({ shadowRoot }: PaykkaCheckout): Promise<void> {
  while (shadowRoot?.querySelector('.method-panel:not([hidden]) .saved-code:not([data-ready])'))
    await new Promise((resolve) => requestAnimationFrame(resolve))
}

// An attempt that another picture stored would continue here.
localStorage.clear()
dressPage()
showOrder()
await show(asked('state', 'empty'))
// One more frame, so that the picture shows the last rendering.
requestAnimationFrame(() => requestAnimationFrame(() => document.body.setAttribute('data-shown', '')))
