/** An environment for tests: the test answers the BFF's requests and controls the time; nothing navigates. */

import * as deferred from '../../src/checkout/deferred.ts'
import type { Problem, PublicCheckout, PublicPayment } from '../../src/checkout/wire.ts'
import type { LazyCode } from '../../src/elements/lazy-code.ts'
import type { Environment } from '../../src/environment.ts'
import type { MethodsOptions } from '../../src/methods/methods.ts'
import * as picker from '../../src/methods/picker.ts'
import type { MethodLoaders } from '../../src/methods/registry.ts'
import * as appearance from '../../src/ui/appearance/appearance.ts'

/** A request that waits for the test to answer it. */
export type Call = {
  method: string
  url: string
  headers: Headers
  body: { version?: number; method?: { type: string; card: string }; browser?: object }
  answer(status: number, body: unknown): void
  /** The network fails: there is no answer. */
  lose(): void
}

/** Shorter waits are for the eye only. */
const MOMENT_MS = 700

const settled = async (): Promise<void> => {
  // Each turn lets all pending promises continue, also those of `Response.json()`.
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setTimeout(resolve))
}

/** Browsers need different times to read a body; here it is read at once, so that `settle()` is equal in all of them. */
function readAtOnce(body: unknown, status: number): Response {
  const text = JSON.stringify(body)
  const read = { json: async () => JSON.parse(text), text: async () => text }
  return Object.assign(new Response(text, { status, headers: { 'content-type': 'application/json' } }), read)
}

export class FakeWorld implements Environment, LazyCode {
  readonly calls: Call[] = []
  readonly visited: string[] = []
  readonly waits: { ms: number; end: () => void }[] = []
  /** Answers every GET with this, until a test removes it. */
  checkout: PublicCheckout | null = null
  /** Waits of up to this length end by themselves, as the frame handshake needs. Milliseconds. */
  realWaitsUpTo = 0
  /** True holds the waits of moments that are only seen, such as the tick after a payment. */
  holdsMoments = false
  #keys = 0
  #wanted: (() => void)[] = []

  constructor() {
    this.returned = null
  }

  /** The checkout in the page's address, as after a return from the bank; a new world starts without one. */
  set returned(id: string | null) {
    const url = new URL(location.href)
    if (id) url.searchParams.set('checkout', id)
    else url.searchParams.delete('checkout')
    // WebKit allows 100 changes of the address in ten seconds, and most worlds change nothing.
    if (url.href !== location.href) history.replaceState(history.state, '', url)
  }

  fetch: typeof fetch = (input, init) =>
    new Promise((resolve, reject) => {
      const answer = (status: number, body: unknown) => resolve(readAtOnce(body, status))
      const lose = () => reject(new TypeError('Failed to fetch'))
      init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      const method = init?.method ?? 'GET'
      const body = JSON.parse(String(init?.body ?? '{}'))
      if (method === 'GET' && this.checkout) return answer(200, this.checkout)
      this.calls.push({ method, url: String(input), headers: new Headers(init?.headers), body, answer, lose })
      for (const wanted of this.#wanted.splice(0)) wanted()
    })

  now = (): number => Date.parse('2026-11-23T12:00:00.000Z')
  newKey = (): string => `key-000000000000-${++this.#keys}`
  navigate = (url: string): void => void this.visited.push(url)
  /** True when the code for paying and its results cannot be loaded. */
  deferredFails = false
  loadDeferred: LazyCode['loadDeferred'] = () =>
    this.deferredFails ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(deferred)
  /** The picker with the ways to pay of this world. */
  loadMethods = () => {
    const world = this
    class Methods extends picker.Methods {
      constructor(...[context, checkout, options]: ConstructorParameters<typeof picker.Methods>) {
        super(context, checkout, { ...options, loaders: world.methodLoaders } satisfies MethodsOptions)
      }
    }
    return Promise.resolve({ ...picker, Methods })
  }
  loadAppearance: LazyCode['loadAppearance'] = () => Promise.resolve(appearance)
  /** Tests of mistakes use the real one, which uses the network. */
  loadExplain: LazyCode['loadExplain'] = () => Promise.reject(new TypeError('not in this test'))
  methodLoaders: MethodLoaders = {}

  /** New elements use this world from now on. */
  surround(element: {
    environment: Pick<Environment, 'fetch' | 'wait'>
    code: Pick<LazyCode, 'loadExplain'>
  }): void {
    element.environment = this
    element.code = this
  }

  wait = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve())
      if (ms < MOMENT_MS && !this.holdsMoments) resolve()
      else if (ms <= this.realWaitsUpTo) setTimeout(resolve, ms)
      else this.waits.push({ ms, end: resolve })
    })

  get posts(): Call[] {
    return this.calls.filter(({ method }) => method === 'POST')
  }

  /** The next request that is not answered yet; waits for it. */
  async call(): Promise<Call> {
    while (this.calls.length === this.#answered)
      await new Promise<void>((resolve) => this.#wanted.push(resolve))
    const call = this.calls[this.#answered++]
    if (!call) throw new TypeError('no call')
    return call
  }
  #answered = 0

  /** Ends the waits of polling: those of at most 10 s. */
  async tick(): Promise<void> {
    for (const wait of this.waits.splice(0)) {
      if (wait.ms <= 10_000) wait.end()
      else this.waits.push(wait)
    }
    await settled()
  }

  settle = settled
}

/** A problem document as the BFF writes it. */
export const problem = (status: number, code: Problem['code'], more: Partial<Problem> = {}): Problem => ({
  status,
  title: code,
  code,
  requestId: 'req-1',
  ...more,
})

export const answered = (payment: PublicPayment): { payment: PublicPayment } => ({ payment })
