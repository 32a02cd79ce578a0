/** A shop's page in a frame of a test: the element in it, and what becomes of it as messages to the page around. */
import { PaykkaCheckout } from '../../src/paykka-checkout.ts'
import { checkout } from './checkout.ts'
import { FakeWorld } from './fake-world.ts'

/** What the page tells. */
export type ShopNews = { shop: string; news: string; width: number }

const query = new URLSearchParams(location.search)
const world = new FakeWorld()
// The frame's time limit is over at once for a test of a frame that never speaks.
world.realWaitsUpTo = query.has('hasty') ? 0 : 12_000
world.checkout = checkout()
PaykkaCheckout.environment = world
customElements.define('paykka-checkout', PaykkaCheckout)

const element = document.createElement('paykka-checkout')
const tell = (news: string) => {
  const { width } = element.getBoundingClientRect()
  window.parent.postMessage({ shop: query.get('shop') ?? '', news, width } satisfies ShopNews, '*')
}
element.addEventListener('paykka-ready', () => tell('ready'))
element.addEventListener('paykka-error', ({ code }) => tell(code))
element.bffUrl = query.get('bff') ?? location.origin
element.clientSecret = 'secret'
document.body.append(element)
if (query.has('hasty')) setTimeout(() => world.waits.find(({ ms }) => ms === 12_000)?.end(), 3000)
