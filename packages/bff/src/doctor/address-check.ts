/** The BFF’s public side, through whatever proxy stands before it, as seen from this machine. */
import { createHash, randomBytes } from 'node:crypto'
import { Agent, fetch } from 'undici'
import type { Config } from '../config/config.ts'
import { DOCTOR_HEADER, doctorProof, PROXY_HEADER } from '../http/forwarded.ts'
import { NEUTRAL_PAGE } from '../http/pages/html.ts'
import type { Check, Seen } from '../environment/finding.ts'
import { failed, ok, skipped, warning } from '../environment/finding.ts'
import { reasonOf } from '../environment/ask.ts'

export type Ask = (url: URL, init?: RequestInit) => Promise<Response>

const ASK_MS = 10_000
/** Never through a proxy that the environment names: the BFF uses none either. */
const straight = new Agent()

/** Asks an address on the way the BFF takes, and gives up after ten seconds. */
export const askDirectly: Ask = async (url, init) => {
  const how = { ...init, dispatcher: straight, signal: AbortSignal.timeout(ASK_MS) }
  return (await fetch(url, how as Parameters<typeof fetch>[1])) as unknown as Response
}

const RUNNING = 'Start the BFF, and let the proxy pass every path on unchanged.'

export function addressChecks(config: Config, ask: Ask): Check[] {
  const at = (path: string) => new URL(path, config.publicUrl)
  return [
    { name: 'public-url', look: () => reached(at('/healthz'), ask) },
    { name: 'proxy', look: () => proxy(at('/healthz'), config, ask) },
    { name: 'ready', look: () => ready(at('/readyz'), ask) },
    {
      name: 'return-path',
      look: () => returns(at(`/paykka/return/${randomBytes(16).toString('hex')}`), ask),
    },
    { name: 'notification-path', look: () => notices(at('/paykka/notifications'), ask) },
    { name: 'origins', look: () => origins(at('/client/v1/checkout'), config.allowedOrigins, ask) },
    { name: 'element', look: () => element(at('/element/manifest.json'), ask) },
  ]
}

async function reached(url: URL, ask: Ask): Promise<Seen> {
  const answer = await attempt(() => ask(url))
  if (typeof answer === 'string') return failed(`${url.origin} cannot be reached (${answer})`, RUNNING)
  if ((await answer.text()) !== '{"status":"ok"}')
    return failed(
      `${url.href} answers ${answer.status}, and not as this BFF does`,
      'Check BFF_PUBLIC_URL and the proxy.',
    )
  return ok(`${url.origin} is this BFF (seen from this machine; PayKKa and browsers must reach it too)`)
}

/** The BFF tells who knows a secret key how this very request came in. */
async function proxy(url: URL, { secretKeys, trustProxy }: Config, ask: Ask): Promise<Seen> {
  const proof = doctorProof(secretKeys[0] ?? '', randomBytes(16).toString('hex'))
  const answer = await attempt(() => ask(url, { headers: { [DOCTOR_HEADER]: proof } }))
  if (typeof answer === 'string') return skipped('the BFF cannot be reached: see the check public-url')
  const [state, peer] = (answer.headers.get(PROXY_HEADER) ?? '').split(' ')
  if (state === 'trusted') return ok(`the proxy ${peer} is trusted to name the shopper's address`)
  if (state === 'untrusted')
    return failed(
      `the proxy ${peer} names the shopper's address, and TRUST_PROXY does not name the proxy: all shoppers count as one`,
      `Set TRUST_PROXY to the proxy's own network, for example ${peer}/32, and restart the BFF.`,
    )
  if (state === undefined || state === '')
    return skipped('the BFF there says nothing of proxies: it has other BFF_SECRET_KEYS, or is older')
  return trustProxy.length === 0
    ? ok('no proxy names shoppers: the address of the connection counts')
    : warning(
        'TRUST_PROXY names proxies, and none has named the address of this request',
        'Let the proxy set X-Forwarded-For, and connect to BFF_PUBLIC_URL from outside it.',
      )
}

async function ready(url: URL, ask: Ask): Promise<Seen> {
  const answer = await attempt(() => ask(url))
  if (typeof answer === 'string') return failed(`no answer (${answer})`, RUNNING)
  const { status, detail } = (await answer.json().catch(() => ({}))) as { status?: string; detail?: string }
  if (answer.ok && status !== 'degraded') return ok('it takes payments')
  return failed(detail ?? `HTTP ${answer.status}`, 'Mend what it says; see docs/guides/operations.md.')
}

async function returns(url: URL, ask: Ask): Promise<Seen> {
  const answer = await attempt(() => ask(url, { redirect: 'manual' }))
  if (typeof answer === 'string') return failed(`no answer (${answer})`, RUNNING)
  const page = await answer.text()
  return answer.status === 404 && page === NEUTRAL_PAGE
    ? ok('a made-up return gets the neutral page')
    : failed(
        `a made-up return gets HTTP ${answer.status} from something else`,
        'Let the proxy pass /paykka/return/* on.',
      )
}

/** Spaces, escapes and line ends that a proxy which reads and writes JSON would change. */
const PROBE_BODY = '{ "notify_type" : "PAYMENT.DOCTOR",\r\n  "note": "caf\\u00e9 …", "n": 1.0 }\n'

/** The signature is wrong on purpose: the refusal tells which bytes arrived. */
async function notices(url: URL, ask: Ask): Promise<Seen> {
  const headers = {
    'content-type': 'application/json',
    'x-paykka-sign': 'ZG9jdG9y',
    'x-paykka-sign-alg': 'SHA256_WITH_RSA',
    'x-paykka-timestamp': '1730000000000',
    'x-paykka-nonce': 'doctordoctor',
  }
  const answer = await attempt(() =>
    ask(url, { method: 'POST', headers, body: PROBE_BODY, redirect: 'manual' }),
  )
  if (typeof answer === 'string') return failed(`no answer (${answer})`, RUNNING)
  const told = (await answer.json().catch(() => ({}))) as { body_sha256?: string }
  if (answer.status !== 401 || told.body_sha256 === undefined)
    return failed(
      `a forged notice gets HTTP ${answer.status} from something else`,
      'Let the proxy pass POST /paykka/notifications on.',
    )
  const sent = createHash('sha256').update(PROBE_BODY).digest('hex')
  return told.body_sha256 === sent
    ? ok('a forged notice is refused, and its bytes arrive as they were sent')
    : failed(
        'a notice’s bytes arrive changed',
        'Let the proxy pass bodies on as they are: PayKKa signs the bytes.',
      )
}

async function origins(url: URL, allowed: string[], ask: Ask): Promise<Seen[]> {
  const found: Seen[] = []
  for (const origin of allowed) found.push(await preflight(url, origin, ask))
  const foreign = await attempt(() => ask(url, preflightInit('https://doctor.invalid')))
  if (typeof foreign !== 'string' && foreign.headers.get('access-control-allow-origin') !== null)
    found.push(
      failed('a foreign origin is let in too', 'Let no proxy add Access-Control-Allow-Origin of its own.'),
    )
  return found
}

const preflightInit = (origin: string): RequestInit => ({
  method: 'OPTIONS',
  headers: {
    origin,
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'authorization',
  },
})

async function preflight(url: URL, origin: string, ask: Ask): Promise<Seen> {
  const answer = await attempt(() => ask(url, preflightInit(origin)))
  if (typeof answer === 'string') return failed(`${origin}: no answer (${answer})`, RUNNING)
  if (answer.headers.get('access-control-allow-origin') === origin) return ok(`${origin} may call`)
  return failed(
    `${origin} is not let in (HTTP ${answer.status})`,
    'Restart the BFF with this BFF_ALLOWED_ORIGINS, and let the proxy pass OPTIONS on.',
  )
}

async function element(url: URL, ask: Ask): Promise<Seen> {
  const answer = await attempt(() => ask(url))
  if (typeof answer === 'string') return failed(`no answer (${answer})`, RUNNING)
  const manifest = (await answer.json().catch(() => null)) as object | null
  if (!answer.ok || manifest === null)
    return failed(
      `the element’s files are not served (HTTP ${answer.status})`,
      'Let the proxy pass /element/* on.',
    )
  if (answer.headers.get('content-type')?.includes('json')) return ok('the element’s files are served')
  return warning('the element’s files are served under another type', 'Let the proxy keep Content-Type.')
}

/** @returns the answer, or why there is none */
export async function attempt(run: () => Promise<Response>): Promise<Response | string> {
  try {
    return await run()
  } catch (error) {
    return reasonOf(error)
  }
}
