/** A shop's page in a frame of a test. It contains the element and sends messages about it to the test. */

import { PaykkaCheckout } from '../../src/elements/paykka-checkout.ts'
import { loaders } from '../../src/methods/registry.ts'
import { checkout } from './checkout.ts'
import { FakeWorld } from './fake-world.ts'
import { walletView } from './wallets.ts'

/** A message of the page. */
export type ShopNews = { shop: string; news: string; width: number }

const query = new URLSearchParams(location.search)
const world = new FakeWorld()
// The frame's time limit ends at once, for a test of a frame that never answers.
world.realWaitsUpTo = query.has('hasty') ? 0 : 12_000
const { methods = [] } = walletView
const wallets = { ...walletView, methods: methods.filter(({ type }) => type !== 'apple_pay') }
world.checkout = checkout(query.has('wallet') ? wallets : {})
// With the real code that finds mistakes, and the real network.
if (query.has('real')) world.loadExplain = () => import('../../src/checkout/setup-mistakes/explain.ts')
if (query.has('network')) world.fetch = (input, init) => fetch(input, init)
if (query.has('wallet')) world.methodLoaders = loaders
world.surround(PaykkaCheckout)
customElements.define('paykka-checkout', PaykkaCheckout)

const element = document.createElement('paykka-checkout')
const tell = (news: string) => {
  const { width } = element.getBoundingClientRect()
  window.parent.postMessage({ shop: query.get('shop') ?? '', news, width } satisfies ShopNews, '*')
}
Object.assign(console, { error: (text: unknown) => tell(`console ${text}`) })
element.addEventListener('paykka-ready', () => tell('ready'))
element.addEventListener('paykka-error', ({ code }) => tell(code))
element.bffUrl = query.get('bff') ?? location.origin
element.clientSecret = 'secret'
document.body.append(element)
if (query.has('hasty')) setTimeout(() => world.waits.find(({ ms }) => ms === 12_000)?.end(), 3000)
