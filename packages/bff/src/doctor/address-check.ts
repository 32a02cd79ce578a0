/** The public addresses of the BFF, through its proxy, as seen from this machine. */
import { createHash, randomBytes } from 'node:crypto'
import type { Config } from '../config/config.ts'
import type { Ask, Question } from '../environment/ask.ts'
import { answerOrReason } from '../environment/ask.ts'
import type { Check, Result } from '../environment/finding.ts'
import { failed, ok, skipped, warning } from '../environment/finding.ts'
import { DOCTOR_HEADER, doctorProof, PROXY_HEADER } from '../http/forwarded.ts'
import { NEUTRAL_PAGE } from '../http/pages/html.ts'

const RUNNING = 'Start the BFF, and let the proxy forward every path unchanged.'

export function addressChecks(config: Config, ask: Ask): Check[] {
  const at = (path: string) => new URL(path, config.publicUrl)
  return [
    { name: 'public-url', run: () => reached(at('/healthz'), ask) },
    { name: 'proxy', run: () => proxy(at('/healthz'), config, ask) },
    { name: 'ready', run: () => ready(at('/readyz'), ask) },
    {
      name: 'return-path',
      run: () => returns(at(`/paykka/return/${randomBytes(16).toString('hex')}`), ask),
    },
    { name: 'notification-path', run: () => notifications(at('/paykka/notifications'), ask) },
    { name: 'origins', run: () => origins(at('/client/v1/checkout'), config.allowedOrigins, ask) },
    { name: 'element', run: () => element(at('/element/manifest.json'), ask) },
  ]
}

async function reached(url: URL, ask: Ask): Promise<Result> {
  const answer = await answerOrReason(() => ask(url))
  if (typeof answer === 'string') return failed(`${url.origin} cannot be reached (${answer})`, RUNNING)
  if ((await answer.text()) !== '{"status":"ok"}')
    return failed(
      `${url.href} answers ${answer.status}, but not as this BFF would`,
      'Check BFF_PUBLIC_URL and the proxy.',
    )
  return ok(`${url.origin} is this BFF (seen from this machine; PayKKa and browsers must reach it too)`)
}

/** To a caller with a secret key, the BFF says how the request reached it. */
async function proxy(url: URL, { secretKeys, trustProxy }: Config, ask: Ask): Promise<Result> {
  const proof = doctorProof(secretKeys[0] ?? '', randomBytes(16).toString('hex'))
  const answer = await answerOrReason(() => ask(url, { headers: { [DOCTOR_HEADER]: proof } }))
  if (typeof answer === 'string') return skipped('the BFF cannot be reached: see the check public-url')
  const [state, peer] = (answer.headers.get(PROXY_HEADER) ?? '').split(' ')
  if (state === 'trusted') return ok(`the proxy ${peer} may name the shopper's address`)
  if (state === 'untrusted')
    return failed(
      `the proxy ${peer} names the shopper's address, but TRUST_PROXY does not list the proxy: all shoppers count as one`,
      `Set TRUST_PROXY to the proxy's own network, for example ${peer}/32, and restart the BFF.`,
    )
  if (state === undefined || state === '')
    return skipped(
      'the BFF at this address does not answer the question about proxies: it has other BFF_SECRET_KEYS or an older version',
    )
  return trustProxy.length === 0
    ? ok("no proxy names the shopper's address: the address of the connection counts")
    : warning(
        'TRUST_PROXY lists proxies, but none of them forwarded this request',
        'Let the proxy set X-Forwarded-For, and run doctor where requests to BFF_PUBLIC_URL pass through it.',
      )
}

async function ready(url: URL, ask: Ask): Promise<Result> {
  const answer = await answerOrReason(() => ask(url))
  if (typeof answer === 'string') return failed(`no answer (${answer})`, RUNNING)
  const { status, detail } = (await answer.json().catch(() => ({}))) as { status?: string; detail?: string }
  if (answer.ok && status !== 'degraded') return ok('it takes payments')
  return failed(detail ?? `HTTP ${answer.status}`, 'Correct what it says; see docs/guides/operations.md.')
}

async function returns(url: URL, ask: Ask): Promise<Result> {
  const answer = await answerOrReason(() => ask(url, { redirect: 'manual' }))
  if (typeof answer === 'string') return failed(`no answer (${answer})`, RUNNING)
  const page = await answer.text()
  return answer.status === 404 && page === NEUTRAL_PAGE
    ? ok('a return with an invented reference gets the neutral page')
    : failed(
        `a return with an invented reference gets HTTP ${answer.status} from another server`,
        'Let the proxy forward /paykka/return/*.',
      )
}

/** Spaces, escapes and line ends that change if a proxy parses JSON and writes it again. */
const PROBE_BODY = '{ "notify_type" : "PAYMENT.DOCTOR",\r\n  "note": "caf\\u00e9 …", "n": 1.0 }\n'

/** The signature is wrong on purpose: the answer contains a hash of the bytes that arrived. */
async function notifications(url: URL, ask: Ask): Promise<Result> {
  const headers = {
    'content-type': 'application/json',
    'x-paykka-sign': 'ZG9jdG9y',
    'x-paykka-sign-alg': 'SHA256_WITH_RSA',
    'x-paykka-timestamp': '1730000000000',
    'x-paykka-nonce': 'doctordoctor',
  }
  const answer = await answerOrReason(() =>
    ask(url, { method: 'POST', headers, body: PROBE_BODY, redirect: 'manual' }),
  )
  if (typeof answer === 'string') return failed(`no answer (${answer})`, RUNNING)
  const refusal = (await answer.json().catch(() => ({}))) as { body_sha256?: string }
  if (answer.status !== 401 || refusal.body_sha256 === undefined)
    return failed(
      `a forged notification gets HTTP ${answer.status} from another server`,
      'Let the proxy forward POST /paykka/notifications.',
    )
  const sent = createHash('sha256').update(PROBE_BODY).digest('hex')
  return refusal.body_sha256 === sent
    ? ok('the BFF refuses a forged notification, and its bytes arrive unchanged')
    : failed(
        'the bytes of a notification arrive changed',
        'Let the proxy forward bodies unchanged: PayKKa signs the bytes.',
      )
}

async function origins(url: URL, allowed: string[], ask: Ask): Promise<Result[]> {
  const results: Result[] = []
  for (const origin of allowed) results.push(await preflight(url, origin, ask))
  const foreign = await answerOrReason(() => ask(url, preflightInit('https://doctor.invalid')))
  if (typeof foreign !== 'string' && foreign.headers.get('access-control-allow-origin') !== null)
    results.push(
      failed(
        'a foreign origin may call too',
        'Remove Access-Control-Allow-Origin from the proxy: the BFF sets it.',
      ),
    )
  return results
}

const preflightInit = (origin: string): Question => ({
  method: 'OPTIONS',
  headers: {
    origin,
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'authorization',
  },
})

async function preflight(url: URL, origin: string, ask: Ask): Promise<Result> {
  const answer = await answerOrReason(() => ask(url, preflightInit(origin)))
  if (typeof answer === 'string') return failed(`${origin}: no answer (${answer})`, RUNNING)
  if (answer.headers.get('access-control-allow-origin') === origin) return ok(`${origin} may call`)
  return failed(
    `${origin} may not call (HTTP ${answer.status})`,
    'Restart the BFF with this BFF_ALLOWED_ORIGINS, and let the proxy forward OPTIONS.',
  )
}

async function element(url: URL, ask: Ask): Promise<Result> {
  const answer = await answerOrReason(() => ask(url))
  if (typeof answer === 'string') return failed(`no answer (${answer})`, RUNNING)
  const manifest = (await answer.json().catch(() => null)) as object | null
  if (!answer.ok || manifest === null)
    return failed(
      `the element's files are not served (HTTP ${answer.status})`,
      'Let the proxy forward /element/*.',
    )
  if (answer.headers.get('content-type')?.includes('json')) return ok("the element's files are served")
  return warning("the element's files have another content type", 'Let the proxy keep Content-Type.')
}
