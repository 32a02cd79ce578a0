/** The world outside the element: network, time, randomness and navigation. Tests hand in their own. */

import type { MethodLoaders } from './methods/registry.ts'

/** Paying and its results, loaded apart from the element. */
export type Later = typeof import('./checkout/deferred.ts')

type MethodsCode = typeof import('./methods/methods.ts')

/** What finds mistakes of the page. */
export type SetupCode = typeof import('./checkout/setup-mistakes/explain.ts')

/** @internal */
export interface Environment {
  fetch: typeof fetch
  now(): number
  /** Resolves after `ms`, or at once when `signal` aborts; the caller looks at the signal. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  newKey(): string
  navigate(url: string): void
  /** The checkout named in the page’s address after a return. */
  returnedCheckout(): string | null
  loadLater(): Promise<Later>
  /** Ways to pay beside the card form. */
  loadMethods(): Promise<MethodsCode>
  /** Loaded only where something is wrong. */
  loadSetup(): Promise<SetupCode>
  /** Instead of the ways this package has. */
  methodLoaders?: MethodLoaders
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}

/** The browser as it is. */
export const browserEnvironment: Environment = {
  fetch: (input, init) => fetch(input, init),
  now: () => Date.now(),
  wait,
  newKey: () => crypto.randomUUID(),
  navigate: (url) => location.assign(url),
  returnedCheckout: () => {
    const id = new URLSearchParams(location.search).get('checkout')
    return id && /^chk_[\w-]{22}$/.test(id) ? id : null
  },
  loadLater: () => import('./checkout/deferred.ts'),
  loadMethods: () => import('./methods/methods.ts'),
  loadSetup: () => import('./checkout/setup-mistakes/explain.ts'),
}
