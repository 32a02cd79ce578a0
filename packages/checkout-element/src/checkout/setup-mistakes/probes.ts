/** Probes that find out why the BFF or its card form is unreachable: network, policy, origin or address. */

const TIMEOUT_MS = 5000
/** Browsers raise the violation event a moment after they refused a request. Milliseconds. */
const VIOLATION_MS = 300

export type Reached = 'bff' | 'something' | 'policy' | 'nothing'

/** Requests a file that every BFF has and every origin may read. */
export async function reach(bffUrl: string): Promise<Reached> {
  const url = `${bffUrl}/element/manifest.json`
  const policy = watchPolicy(/^(connect|default)-src/, url)
  try {
    const answer = await ask(url, 'cors')
    const body = (await answer.json().catch(() => null)) as { files?: unknown } | null
    return answer.ok && body?.files ? 'bff' : 'something'
  } catch {
    if (await policy.isViolated()) return 'policy'
  }
  return ask(url, 'no-cors').then(
    () => 'something',
    () => 'nothing',
  )
}

/**
 * True when the BFF answers, but CORS refuses this page: the probe has a preflight, like the element's own requests. When
 * nothing answers at all, the network is the cause.
 */
export async function isRefused(bffUrl: string): Promise<boolean> {
  const url = `${bffUrl}/client/v1/checkout`
  const fails = (answer: Promise<Response>) =>
    answer.then(
      () => false,
      () => true,
    )
  return (
    (await fails(ask(url, 'cors', { authorization: 'Bearer none' }))) && !(await fails(ask(url, 'no-cors')))
  )
}

function ask(url: string, mode: RequestMode, headers?: Record<string, string>): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  return fetch(url, { mode, cache: 'no-store', credentials: 'omit', signal, ...(headers && { headers }) })
}

/** True when the page's policy forbids frames of this address. */
export async function isFrameForbidden(url: string): Promise<boolean> {
  const policy = watchPolicy(/^(frame|child|default)-src/, url)
  const frame = Object.assign(document.createElement('iframe'), { hidden: true, src: url })
  document.body.append(frame)
  // A refused frame also raises `load`, with an empty document.
  await Promise.race([new Promise((resolve) => frame.addEventListener('load', resolve)), after(TIMEOUT_MS)])
  const forbidden = await policy.isViolated()
  frame.remove()
  return forbidden
}

/** Without a timer, because a page under test may have stopped timers. */
const after = (ms: number): Promise<void> =>
  new Promise((resolve) => AbortSignal.timeout(ms).addEventListener('abort', () => resolve()))

/** Watches for violations of this directive and address. */
export function watchPolicy(directive: RegExp, url: string): { isViolated(): Promise<boolean> } {
  let seen: () => void = () => undefined
  const violation = new Promise<boolean>((resolve) => {
    seen = () => resolve(true)
  })
  const { origin } = new URL(url)
  const onViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    if (directive.test(effectiveDirective) && blockedURI.startsWith(origin)) seen()
  }
  document.addEventListener('securitypolicyviolation', onViolation)
  return {
    isViolated: async () => {
      const violated = await Promise.race([violation, after(VIOLATION_MS).then(() => false)])
      document.removeEventListener('securitypolicyviolation', onViolation)
      return violated
    },
  }
}

/** The first foreign origin around this page; `another origin` when the browser hides it, `null` when there is none. */
export function foreignAround(): string | null {
  if (window.top === window) return null
  const { ancestorOrigins } = location as { ancestorOrigins?: ArrayLike<string> }
  if (ancestorOrigins) return Array.from(ancestorOrigins).find((origin) => origin !== location.origin) ?? null
  try {
    // Readable only when it has the same origin.
    return window.top?.location.origin === location.origin ? null : 'another origin'
  } catch {
    return 'another origin'
  }
}
