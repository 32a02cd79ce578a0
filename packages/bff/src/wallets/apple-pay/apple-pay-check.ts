/** What stands in the way of Apple Pay. */
import type { X509Certificate } from 'node:crypto'
import type { Config } from '../../config/config.ts'
import { isLoopback } from '../../domain/loopback.ts'
import type { ApplePayConfig } from './apple-settings.ts'
import type { MerchantSessions } from './merchant-session.ts'
import type { Ask } from '../../doctor/address-check.ts'
import { attempt } from '../../doctor/address-check.ts'
import type { Check, Seen } from '../../environment/finding.ts'
import { failed, ok, skipped, warning } from '../../environment/finding.ts'

const OFF = 'APPLE_PAY_DOMAIN is not set: Apple Pay is off'
const PATH = '/.well-known/apple-developer-merchantid-domain-association'

/** Apple needs the file to stay, and two weeks are enough to have a certificate renewed. */
const SOON_MS = 14 * 24 * 60 * 60_000

export type ApplePayLooks = {
  ask: Ask
  now: () => number
  sessions: Pick<MerchantSessions, 'create'>
}

export function applePayChecks(config: Config, looks: ApplePayLooks): Check[] {
  const { applePay } = config.wallets
  if (!applePay) return [{ name: 'apple-pay', look: () => skipped(OFF) }]
  const domains = [...new Set(Object.values(applePay.domains))]
  return [
    {
      name: 'apple-pay-domain',
      look: () => inTurn(domains, (domain) => domainFile(domain, config, looks.ask)),
    },
    {
      name: 'apple-pay-session',
      look: () => inTurn(domains, (domain) => session(domain, applePay, looks.sessions)),
    },
    { name: 'apple-pay-key', look: () => certificates(applePay, looks.now()) },
  ]
}

async function inTurn<T>(items: T[], look: (item: T) => Promise<Seen>): Promise<Seen[]> {
  const seen: Seen[] = []
  for (const item of items) seen.push(await look(item))
  return seen
}

/** Apple asks the storefront’s own domain, which must pass the path on to the BFF or keep a copy. */
export async function domainFile(domain: string, config: Config, ask: Ask): Promise<Seen> {
  const file = config.wallets.domainAssociation
  if (!file)
    return warning(
      `${domain}: APPLE_PAY_DOMAIN_ASSOCIATION_FILE is not set, so only the domain itself could serve the file`,
      'Download the file for this domain from PayKKa, and set the variable.',
    )
  if (isLoopback(domain)) return skipped(`${domain} is this machine, which Apple cannot reach`)
  const answer = await attempt(() => ask(new URL(PATH, `https://${domain}`), { redirect: 'manual' }))
  if (typeof answer === 'string')
    return failed(`${domain} cannot be reached (${answer})`, `Serve https://${domain} and pass ${PATH} on.`)
  if (answer.status !== 200)
    return failed(
      `https://${domain}${PATH} answers ${answer.status}`,
      'Let the storefront pass this path to the BFF: no redirect, no login, no firewall page.',
    )
  const bytes = Buffer.from(await answer.arrayBuffer())
  const expected = Buffer.from(file, 'base64')
  if (!bytes.equals(expected))
    return failed(
      `https://${domain}${PATH} is another file (${bytes.length} bytes instead of ${expected.length})`,
      'Serve it byte for byte: an editor or a proxy may have added a line end, or it is of another environment.',
    )
  return ok(`${domain} serves its association file, byte for byte`)
}

/** A session is made and thrown away; it charges nothing. */
export async function session(
  domain: string,
  { settings }: ApplePayConfig,
  sessions: ApplePayLooks['sessions'],
): Promise<Seen> {
  const answer = await sessions.create(domain, settings.displayName)
  switch (answer.kind) {
    case 'session':
      return ok(`PayKKa opens a session for ${domain}`)
    case 'refused':
      return failed(
        `PayKKa refuses a session for ${domain} (${answer.gatewayCode})`,
        'Register the domain for Apple Pay at PayKKa, for this merchant id and this environment.',
      )
    case 'busy':
      return warning(`PayKKa is busy (429) for ${domain}`, 'Run doctor again in a minute.')
    case 'unreachable':
      return failed(
        `PayKKa gave no session for ${domain} (${answer.reason})`,
        'See the gateway and response-signature checks above.',
      )
  }
}

function certificates({ opening }: ApplePayConfig, now: number): Seen | Seen[] {
  if (!opening) return skipped('PayKKa opens the tokens: no certificate of your own is needed')
  return opening.keys.map(({ certificate }) => certificateLife(certificate, now))
}

/** The start refuses a key that does not fit, so what is left is time. */
export function certificateLife({ validFromDate, validToDate }: X509Certificate, now: number): Seen {
  const until = validToDate.toISOString().slice(0, 10)
  const renew =
    'Make a new payment processing certificate at Apple, and list both until Apple has activated the new one.'
  if (validFromDate.getTime() > now)
    return failed('the payment processing certificate is not valid yet', 'Set the clock, or wait.')
  if (validToDate.getTime() <= now)
    return failed(`the payment processing certificate ended on ${until}`, renew)
  if (validToDate.getTime() - now < SOON_MS)
    return warning(`the payment processing certificate ends on ${until}`, renew)
  return ok(`the payment processing certificate fits its key and is valid until ${until}`)
}
