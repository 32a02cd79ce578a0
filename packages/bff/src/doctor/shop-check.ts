/** Settings that a shop depends on: decimals of currencies, PCI DSS, secret keys, events. */
import type { Config } from '../config/config.ts'
import type { EventEndpoint } from '../config/event-endpoints.ts'
import { SHOP_ENDPOINT } from '../config/event-endpoints.ts'
import { exponentOf } from '../domain/money.ts'
import { isLiveHost } from '../domain/paykka-hosts.ts'
import type { Ask } from '../environment/ask.ts'
import { answerOrReason } from '../environment/ask.ts'
import type { Check, Result } from '../environment/finding.ts'
import { failed, ok, skipped, warning } from '../environment/finding.ts'

export function shopChecks(config: Config, ask: Ask): Check[] {
  return [
    { name: 'exponents', run: exponents },
    { name: 'pci', run: () => pci(config) },
    { name: 'secret-keys', run: () => secretKeys(config) },
    { name: 'shop-events', run: () => events(config, ask) },
  ]
}

/** Decimals of ISO 4217 that software often gets wrong. */
const DECIMALS: Record<string, number> = {
  EUR: 2,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  TND: 3,
  HUF: 2,
  ISK: 0,
  CLP: 0,
  IDR: 2,
}

function exponents(): Result {
  const wrong = Object.entries(DECIMALS).filter(([currency, digits]) => exponentOf(currency) !== digits)
  return wrong.length === 0
    ? ok(`ISO 4217 decimals of ${Object.keys(DECIMALS).join(', ')} are right`)
    : failed(
        `wrong decimals for ${wrong.map(([currency]) => currency).join(', ')}`,
        'Install the locked version of currency-codes.',
      )
}

function pci({ cardEntry, paykka }: Config): Result {
  if (cardEntry === 'encrypted-card') return ok('card numbers do not reach this BFF (encrypted-card)')
  const host = paykka.apiUrl.host
  return isLiveHost(paykka.apiUrl.href)
    ? ok(`${cardEntry} on ${host}: you attest PCI DSS for this server (see docs/guides/security.md)`)
    : skipped(`${cardEntry} on ${host}, where no real cards are used; going live needs PCI_DSS_ATTESTED=true`)
}

/** Keys that were copied from documentation are no secret. */
function secretKeys({ secretKeys: keys, paykka }: Config): Result {
  const weak = keys.some((key) => new Set(key).size < 8 || /^(sk_)?(test|demo|change|example)/i.test(key))
  if (!weak) return ok(keys.length === 1 ? 'one key' : `${keys.length} keys`)
  const cure = 'Create one with: openssl rand -hex 32'
  return isLiveHost(paykka.apiUrl.href)
    ? failed('a secret key looks like a placeholder', cure)
    : warning('a secret key looks like a placeholder', cure)
}

async function events({ eventEndpoints }: Config, ask: Ask): Promise<Result | Result[]> {
  if (eventEndpoints.length === 0)
    return warning(
      'the shop receives no events',
      'Set SHOP_EVENTS_URL, or let the shop ask GET /v1/checkouts/:id.',
    )
  return await Promise.all(eventEndpoints.map((endpoint) => endpointAnswers(endpoint, ask)))
}

async function endpointAnswers({ name, url }: EventEndpoint, ask: Ask): Promise<Result> {
  const variable = name === SHOP_ENDPOINT ? 'SHOP_EVENTS_URL' : `"${name}" of SHOP_EVENTS_ENDPOINTS`
  const answer = await answerOrReason(() => ask(url, { method: 'HEAD', redirect: 'manual' }))
  if (typeof answer === 'string')
    return failed(`${url.host} cannot be reached (${answer})`, `Check ${variable}.`)
  return answer.status < 500
    ? ok(`${url.host} answers`)
    : failed(`${url.host} answers HTTP ${answer.status}`, "See the shop's log.")
}
