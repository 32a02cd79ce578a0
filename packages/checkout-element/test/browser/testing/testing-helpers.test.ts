/** The helpers for WebdriverIO and Cypress drive a real element with its card frame, through doubles of the tools' own commands. */
import { expect } from 'chai'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import type { Cy, CyChain } from '../../../src/testing/cypress.ts'
import { CypressCheckout } from '../../../src/testing/cypress.ts'
import { pressUntilReceived } from '../../../src/testing/press.ts'
import type { WdioBrowser, WdioElement } from '../../../src/testing/webdriverio.ts'
import { WdioCheckout } from '../../../src/testing/webdriverio.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld } from '../../support/fake-world.ts'
import { makeKeys } from '../../support/keys.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

let world: FakeWorld
let element: PaykkaCheckout

/** Like both tools: the first match here, or in a shadow root inside. */
function deep(root: ParentNode, selector: string): Element | null {
  const found = root.querySelector(selector)
  if (found) return found
  for (const host of root.querySelectorAll('*')) {
    const inner = host.shadowRoot && deep(host.shadowRoot, selector)
    if (inner) return inner
  }
  return null
}

const within = (node: Node): ParentNode =>
  (node instanceof (node.ownerDocument?.defaultView ?? window).Element && node.shadowRoot) ||
  (node as Element)

async function first(find: () => Element | null): Promise<Element> {
  for (let turn = 0; turn < 800; turn++) {
    const found = find()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return expect.fail('nothing found')
}

function type(field: Element, text: string): void {
  const input = field as HTMLInputElement
  input.focus()
  input.value = text
  const { Event: Typed } = input.ownerDocument.defaultView as unknown as typeof globalThis
  input.dispatchEvent(new Typed('input', { bubbles: true, composed: true }))
}

/** Number of lost presses, like those into the frame after a scroll. */
let astray = 0
function click(target: Element): void {
  if (astray > 0) astray--
  else (target as HTMLElement).click()
}

beforeEach(async () => {
  astray = 0
  localStorage.clear()
  world = new FakeWorld()
  world.realWaitsUpTo = 12_000
  const { cardKey } = await makeKeys()
  world.checkout = checkout({ cardKey })
  world.surround(PaykkaCheckout)
  element = document.createElement('paykka-checkout')
  Object.assign(element, { bffUrl: location.origin, clientSecret: 'secret' })
  document.body.append(element)
})
afterEach(() => element.remove())

async function paid(): Promise<void> {
  const call = await world.call()
  expect(call.body.method?.type).to.equal('card')
  world.checkout = { ...checkout(), status: 'succeeded', lastPayment: payment('succeeded') }
  call.answer(200, answered(payment('succeeded')))
}

describe('WdioCheckout', () => {
  let frame: Document = document
  const wrapped = (find: () => Element | null): WdioElement => ({
    $: (selector) =>
      wrapped(() => {
        const parent = find()
        return parent && deep(within(parent), selector)
      }),
    setValue: async (value) => type(await first(find), value),
    click: async () => click(await first(find)),
    scrollIntoView: async () => (await first(find)).scrollIntoView(),
    getText: async () => (await first(find)).textContent ?? '',
    getAttribute: async (name) => (await first(find)).getAttribute(name),
    waitForExist: () => first(find),
  })
  const found = new WeakMap<object, () => Element | null>()
  /** Like WebdriverIO: what `$` returns can be awaited, and only the awaited one may be passed to `execute`. */
  const $ = (selector: string): WdioElement => {
    const find = () => deep(frame, selector)
    const made = wrapped(find)
    const real = { ...made }
    found.set(real, find)
    // biome-ignore lint/suspicious/noThenProperty: WebdriverIO's elements have it.
    return Object.assign(made, { then: (resolve: (element: WdioElement) => void) => resolve(real) })
  }
  const browser: WdioBrowser = {
    $,
    switchFrame: async (target) => {
      if (!target) {
        frame = document
        return
      }
      await (target as WdioElement).waitForExist()
      frame = element.shadowRoot?.querySelector('iframe')?.contentDocument ?? expect.fail('no frame')
    },
    execute: async (run, target) => {
      const node = found.get(target as object)?.() ?? expect.fail('an element that was not awaited')
      return (run as (node: Element) => unknown)(node)
    },
  }

  it('types into the frame, presses until the press is received, and reads the result', async () => {
    const page = new WdioCheckout(browser)
    await page.fillCard({ number: '4242 4242 4242 4242' })
    astray = 2
    const pressed = page.pay()
    await paid()
    await pressed
    await page.waitForStatus('paid')
    expect(await page.message()).to.contain('Payment successful')
    expect(world.posts.length).to.equal(1)
  })
})

describe('CypressCheckout', () => {
  /** Cypress runs all commands in order, across chains. */
  let queue: Promise<unknown> = Promise.resolve()
  /** A chain of commands, each after the one before. */
  const chain = (subject: Promise<unknown>): CyChain => {
    const next = (act: (now: unknown) => unknown) => {
      const result = subject.then(act)
      queue = Promise.all([queue, result])
      return chain(result)
    }
    return {
      find: (selector) => next((now) => first(() => deep(within(now as Element), selector))),
      its: (path) =>
        next((now) =>
          path
            .split('.')
            .reduce<unknown>(
              (value, name) => (name === '0' ? value : (value as Record<string, unknown>)[name]),
              now,
            ),
        ),
      should: () => next((now) => now),
      clear: () => next((now) => now),
      type: (text) =>
        next((now) => {
          type(now as Element, text)
          return now
        }),
      click: () =>
        next((now) => {
          click(now as Element)
          return now
        }),
      scrollIntoView: () => next((now) => now),
      invoke: () => next((now) => (now as Element).textContent),
      // biome-ignore lint/suspicious/noThenProperty: Cypress's chains have it, although they are no promises.
      then: (act) => next((now) => act(now as never)),
    }
  }
  const queued = (find: () => Promise<unknown>) => {
    const result = queue.then(find)
    queue = result
    return chain(result)
  }
  const cy: Cy = {
    get: (selector) => queued(() => first(() => deep(document, selector))),
    wrap: (subject) => chain(Promise.resolve(subject)),
  }

  it('types into the frame, presses, and reads the result', async () => {
    const page = new CypressCheckout(cy)
    page.fillCard({ number: '4242 4242 4242 4242' })
    const holder = () => {
      const root = element.shadowRoot?.querySelector('iframe')?.contentDocument ?? document
      return deep(root, '#holder') as HTMLInputElement | null
    }
    await first(() => (holder()?.value ? holder() : null))
    page.pay()
    await paid()
    page.waitForStatus('paid')
    const text = await new Promise<string>((resolve) => page.message().then<string>(resolve))
    expect(text).to.contain('Payment successful')
  })
})

describe('pressUntilReceived', () => {
  const page = (received: () => Promise<boolean>) => {
    let presses = 0
    return {
      listen: () => Promise.resolve(),
      press: () => Promise.resolve(++presses),
      settle: () => Promise.resolve(),
      received,
      count: () => presses,
    }
  }

  it('gives up with a reason', async () => {
    const deaf = page(() => Promise.resolve(false))
    const error = await pressUntilReceived(deaf).catch((reason: Error) => reason)
    expect(String(error)).to.contain('is something over it?')
    expect(deaf.count()).to.equal(5)
  })

  it('counts a page that was left as one that received the press', async () => {
    const gone = page(() => Promise.reject(new Error('Execution context was destroyed')))
    await pressUntilReceived(gone)
    expect(gone.count()).to.equal(1)
  })
})
