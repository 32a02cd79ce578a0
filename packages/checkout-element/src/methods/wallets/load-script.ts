/** Loads a wallet’s script when it is first needed: once for the page, retried, and forgotten when it failed. */
import { isTrustworthy } from '../../checkout/addresses.ts'
import type { MistakeReporter } from '../../checkout/setup-mistakes/mistake-reporter.ts'
import type { Environment } from '../../environment.ts'

export type ScriptOptions = {
  /** The page’s CSP nonce; empty where there is none. */
  nonce: string
  /** Whether to fetch it with CORS, as Apple asks for. */
  cors?: boolean
  /** Resolves after a time, so that tests need not wait. */
  wait: Environment['wait']
  /** Tells the developer that the page's policy forbids the script. */
  reportMistake?: MistakeReporter['report']
}

/** A script that hangs is as good as blocked. */
const PATIENCE_MS = 8000
const PAUSES_MS = [500, 1500]

const VIOLATION_MS = 300

const loads = new Map<string, Promise<void>>()

/**
 * Resolves when the script has run. A second call while it loads, or afterwards, adds no second script; a call
 * after a failure starts anew.
 * @throws {Error} when it could not be loaded: refused by the page’s policy, by a blocker, or by the network
 */
export function loadScript(url: string, options: ScriptOptions): Promise<void> {
  const known = loads.get(url)
  if (known) return known
  const load = loadWithRetries(url, options)
  loads.set(url, load)
  load.catch(() => loads.delete(url))
  return load
}

async function loadWithRetries(url: string, options: ScriptOptions): Promise<void> {
  const life = new AbortController()
  tellOfPolicy(url, options, life.signal)
  try {
    await tryAll(url, options)
  } finally {
    // A browser tells of it a moment after it refused.
    setTimeout(() => life.abort(), VIOLATION_MS)
  }
}

async function tryAll(url: string, options: ScriptOptions): Promise<void> {
  const { signal } = new AbortController()
  for (const pause of PAUSES_MS) {
    if (await addScript(url, options)) return
    await options.wait(pause, signal)
  }
  if (!(await addScript(url, options))) throw new Error('script blocked')
}

/** A script that the policy of the page forbids fails like any other; only this event tells. */
function tellOfPolicy(url: string, { reportMistake }: ScriptOptions, signal: AbortSignal): void {
  const { origin } = new URL(url)
  const hear = ({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === 'trusted-types') reportMistake?.('csp_trusted_types')
    else if (blockedURI.startsWith(origin)) reportMistake?.('csp_script_src', { value: origin })
  }
  document.addEventListener('securitypolicyviolation', hear, { signal })
}

/** False when it failed or hung; the element is taken away again, so that the page keeps no trace of a failure. */
async function addScript(url: string, { nonce, cors, wait }: ScriptOptions): Promise<boolean> {
  const script = document.createElement('script')
  script.src = scriptUrl(url) as string
  script.async = true
  if (nonce) script.nonce = nonce
  if (cors) script.crossOrigin = 'anonymous'
  const ended = new AbortController()
  const outcome = new Promise<boolean>((resolve) => {
    script.onload = () => resolve(true)
    script.onerror = () => resolve(false)
    void wait(PATIENCE_MS, ended.signal).then(() => resolve(false))
  })
  document.head.append(script)
  const loaded = await outcome
  ended.abort()
  if (!loaded) script.remove()
  return loaded
}

type Policy = { createScriptURL(url: string): unknown }
type Factory = { createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy }

const POLICY = Symbol.for('paykka-wallets')
/** Shared by all copies of the element on a page: a second policy of the same name would be refused. */
const shared = globalThis as { trustedTypes?: Factory; [POLICY]?: Policy }

/** Where the page demands Trusted Types, addresses pass through the policy `paykka-wallets`. */
function scriptUrl(url: string): unknown {
  if (!shared.trustedTypes) return trustworthy(url)
  shared[POLICY] ??= shared.trustedTypes.createPolicy('paykka-wallets', { createScriptURL: trustworthy })
  return shared[POLICY].createScriptURL(url)
}

/** Nothing but scripts over https, and over http from this very machine, where developers work. */
function trustworthy(address: string): string {
  const url = new URL(address)
  if (isTrustworthy(url)) return url.href
  throw new TypeError('a wallet’s script must come over https')
}
