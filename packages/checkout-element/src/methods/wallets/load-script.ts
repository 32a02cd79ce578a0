/** Loads a wallet's script when it is first needed: once per page, with retries. A failure is forgotten. */
import { isTrustworthy } from '../../checkout/addresses.ts'
import type { MistakeReporter } from '../../checkout/setup-mistakes/mistake-reporter.ts'
import type { Environment } from '../../environment.ts'

export type ScriptOptions = {
  /** The page's CSP nonce; empty when there is none. */
  nonce: string
  /** Whether to fetch it with CORS, as Apple requires. */
  cors?: boolean
  /** The timer; tests pass their own. */
  wait: Environment['wait']
  /** Reports to the developer that the page's policy forbids the script. */
  report?: MistakeReporter['report']
}

/** A script that takes longer than this counts as blocked. Milliseconds. */
const TIMEOUT_MS = 8000
const PAUSES_MS = [500, 1500]

const VIOLATION_MS = 300

const loads = new Map<string, Promise<void>>()

/**
 * Resolves when the script has run. A second call while it loads, or afterwards, adds no second script. A call after a
 * failure tries again.
 * @throws {Error} when it could not be loaded: the page's policy, a blocker or the network refused it
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
  watchForPolicy(url, options, life.signal)
  try {
    await tryAll(url, options)
  } finally {
    // Browsers raise the violation event a moment after they refused the script.
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

/** A script that the page's policy forbids fails like any other. Only this event shows the reason. */
function watchForPolicy(url: string, { report }: ScriptOptions, signal: AbortSignal): void {
  const { origin } = new URL(url)
  const onViolation = ({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === 'trusted-types') report?.('csp_trusted_types')
    else if (blockedURI.startsWith(origin)) report?.('csp_script_src', { value: origin })
  }
  document.addEventListener('securitypolicyviolation', onViolation, { signal })
}

/** False when it failed or timed out; the script element is then removed. */
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
    void wait(TIMEOUT_MS, ended.signal).then(() => resolve(false))
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
/** Shared by all copies of the element on a page, because browsers refuse a second policy of the same name. */
const shared = globalThis as { trustedTypes?: Factory; [POLICY]?: Policy }

/** Where the page requires Trusted Types, addresses pass through the policy `paykka-wallets`. */
function scriptUrl(url: string): unknown {
  if (!shared.trustedTypes) return trustworthy(url)
  shared[POLICY] ??= shared.trustedTypes.createPolicy('paykka-wallets', { createScriptURL: trustworthy })
  return shared[POLICY].createScriptURL(url)
}

/** Allows https, and http from this machine for developers. */
function trustworthy(address: string): string {
  const url = new URL(address)
  if (isTrustworthy(url)) return url.href
  throw new TypeError('the script of a wallet must be loaded over https')
}
