/** What a script that owns the shop's page can try against the card form, and what it got. */
import type { Page } from '@playwright/test'

/** What the page's script has read so far, digits only. */
export type Stolen = { keys: string; values: string; calls: string }

/**
 * Runs before anything of the page: listens to everything in the capture phase, and puts itself into the functions that
 * text passes on its way through an element, a promise, a list, a message, JSON and the network.
 */
export async function skim(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (window !== window.top) return
    const stolen = { keys: '', values: '', calls: '' }
    Object.assign(window, { stolen, roots: [] as ShadowRoot[] })
    const digits = (text: string) => text.replace(/\D/g, '')
    const types = ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'change', 'paste', 'message']
    for (const type of types) {
      const listen = (event: Event) => {
        if (type === 'keydown') stolen.keys += digits((event as KeyboardEvent).key)
        const [target] = event.composedPath()
        if (target instanceof HTMLInputElement) stolen.values += digits(target.value)
        if (event instanceof MessageEvent) stolen.values += digits(JSON.stringify(event.data) ?? '')
      }
      window.addEventListener(type, listen, true)
    }

    /** Hears what goes in; a call from inside the ear itself is passed on unheard. */
    let listening = false
    const hear = (values: unknown[]) => {
      if (listening) return
      listening = true
      for (const value of values) if (typeof value === 'string') stolen.calls += ` ${digits(value)}`
      listening = false
    }
    const tap = (owner: object, name: string) => {
      const real = Reflect.get(owner, name) as (...values: unknown[]) => unknown
      const tapped = function (this: unknown, ...values: unknown[]) {
        hear([this, ...values])
        return Reflect.apply(real, this, values)
      }
      Reflect.defineProperty(owner, name, { value: tapped, configurable: true, writable: true })
    }
    tap(window, 'fetch')
    tap(XMLHttpRequest.prototype, 'send')
    tap(JSON, 'stringify')
    tap(Promise.prototype, 'then')
    tap(MessagePort.prototype, 'postMessage')
    tap(TextEncoder.prototype, 'encode')
    for (const name of ['push', 'join', 'map']) tap(Array.prototype, name)
    for (const name of ['replace', 'slice', 'charCodeAt']) tap(String.prototype, name)

    const attach = Element.prototype.attachShadow
    Element.prototype.attachShadow = function (init) {
      const root = attach.call(this, { ...init, mode: 'open' })
      ;(window as unknown as { roots: ShadowRoot[] }).roots.push(root)
      return root
    }
  })
}

/** @returns how many of the number's digits the page's script holds in one piece, by each of its ways */
export async function digitsStolen(page: Page, number: string): Promise<Record<string, number>> {
  return await page.evaluate((wanted) => {
    const { stolen, roots } = window as unknown as { stolen: Stolen; roots: ShadowRoot[] }
    const inputs = roots.flatMap((root) => [...root.querySelectorAll('input')])
    const fields = inputs.map(({ value }) => value.replace(/\D/g, '')).join(' ')
    const longest = (text: string) => {
      // One digit is everywhere, four last ones are shown to the page: what counts is how far the number goes on.
      for (let length = wanted.length; length > 4; length--)
        if (text.includes(wanted.slice(0, length))) return length
      return 0
    }
    const { keys, values, calls } = stolen
    return { keys: longest(keys), values: longest(values), calls: longest(calls), fields: longest(fields) }
  }, number)
}

/** Inline needs both sides: the tag asks for it and the BFF offers it (`CARD_ENTRY=inline`). */
export async function chooseInline(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const ask = () => document.querySelector('paykka-checkout')?.setAttribute('card-entry', 'inline')
    new MutationObserver(ask).observe(document, { childList: true, subtree: true })
  })
  await page.route('**/client/v1/checkout', async (route) => {
    const response = await route.fetch()
    const body = (await response.text()).replace('"cardEntry":"frame"', '"cardEntry":"inline"')
    await route.fulfill({ response, body })
  })
}
