/** A world for the element: a BFF answered by hand, time that passes only when told, and no navigation. */

import * as later from '../../src/checkout/deferred.ts'
import type { Problem, PublicCheckout, PublicPayment } from '../../src/checkout/wire.ts'
import type { Environment, Later, SetupCode } from '../../src/environment.ts'
import * as methods from '../../src/methods/methods.ts'
import type { MethodLoaders } from '../../src/methods/registry.ts'

/** A request that waits for the test to answer it. */
export type Call = {
  method: string
  url: string
  headers: Headers
  body: { version?: number; method?: { type: string; card: string }; browser?: object }
  answer(status: number, body: unknown): void
  /** No answer ever comes: the network broke. */
  lose(): void
}

const settled = async (): Promise<void> => {
  // Each turn lets every promise that can go on go on, answers of `Response.json()` included.
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setTimeout(resolve))
}

/** Engines differ in how long they read a body; here it is there at once, so that `settle()` means the same in all. */
function readAtOnce(body: unknown, status: number): Response {
  const text = JSON.stringify(body)
  const read = { json: async () => JSON.parse(text), text: async () => text }
  return Object.assign(new Response(text, { status, headers: { 'content-type': 'application/json' } }), read)
}

export class FakeWorld implements Environment {
  readonly calls: Call[] = []
  readonly visited: string[] = []
  readonly waits: { ms: number; end: () => void }[] = []
  returned: string | null = null
  /** Answers every GET with this, until a test takes it away. */
  checkout: PublicCheckout | null = null
  /** Waits of this length and below end by themselves, as the frame handshake needs. */
  realWaitsUpTo = 0
  #keys = 0
  #wanted: (() => void)[] = []

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
  loadLater = (): Promise<Later> => Promise.resolve(later)
  loadMethods = () => Promise.resolve(methods)
  /** Tests of mistakes bring the real one: it asks the network. */
  loadSetup = (): Promise<SetupCode> => Promise.reject(new TypeError('not in this test'))
  methodLoaders: MethodLoaders = {}
  returnedCheckout = (): string | null => this.returned

  wait = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve())
      if (ms <= this.realWaitsUpTo) setTimeout(resolve, ms)
      else this.waits.push({ ms, end: resolve })
    })

  get posts(): Call[] {
    return this.calls.filter(({ method }) => method === 'POST')
  }

  /** The next request not answered yet, once it comes. */
  async call(): Promise<Call> {
    while (this.calls.length === this.#answered)
      await new Promise<void>((resolve) => this.#wanted.push(resolve))
    const call = this.calls[this.#answered++]
    if (!call) throw new TypeError('no call')
    return call
  }
  #answered = 0

  /** Lets the waits of polling end: those of at most 10 s. */
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
