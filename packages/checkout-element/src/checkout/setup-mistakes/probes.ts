/** Tries that tell apart why the BFF or its card form cannot be had: the network, a policy, an origin, an address. */

const TIMEOUT_MS = 5000
/** A browser tells of a violated policy a moment after it refused. */
const VIOLATION_MS = 300

export type Reached = 'bff' | 'something' | 'policy' | 'nothing'

/** Asks for a file that every BFF has and every origin may read. */
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
 * True where the BFF answers, but not to this page: with a preflight, as the element's own requests have one, CORS refuses
 * it. Where nothing answers at all, something in between is to blame.
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

/** True where the policy of the page forbids frames of this address. */
export async function isFrameForbidden(url: string): Promise<boolean> {
  const policy = watchPolicy(/^(frame|child|default)-src/, url)
  const frame = Object.assign(document.createElement('iframe'), { hidden: true, src: url })
  document.body.append(frame)
  // A frame that is refused is loaded as well: with nothing in it.
  await Promise.race([new Promise((resolve) => frame.addEventListener('load', resolve)), after(TIMEOUT_MS)])
  const forbidden = await policy.isViolated()
  frame.remove()
  return forbidden
}

/** Not by a timer: a page under test may have stopped those. */
const after = (ms: number): Promise<void> =>
  new Promise((resolve) => AbortSignal.timeout(ms).addEventListener('abort', () => resolve()))

/** Hears of violations from now on; those of another address or directive do not count. */
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

/** Origins of the pages around this one that are not its own; without a name where the browser does not tell. */
export function foreignAround(): string | null {
  if (window.top === window) return null
  const { ancestorOrigins } = location as { ancestorOrigins?: ArrayLike<string> }
  if (ancestorOrigins) return Array.from(ancestorOrigins).find((origin) => origin !== location.origin) ?? null
  try {
    // Readable only where it is of the same origin.
    return window.top?.location.origin === location.origin ? null : 'another origin'
  } catch {
    return 'another origin'
  }
}
