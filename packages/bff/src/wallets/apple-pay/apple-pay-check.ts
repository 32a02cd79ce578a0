/** Doctor's checks of Apple Pay. */
import type { X509Certificate } from 'node:crypto'
import { isLoopback } from '../../domain/loopback.ts'
import type { Ask } from '../../environment/ask.ts'
import { answerOrReason } from '../../environment/ask.ts'
import type { Check, Result } from '../../environment/finding.ts'
import { failed, ok, skipped, warning } from '../../environment/finding.ts'
import type { WalletConfig } from '../wallet-settings.ts'
import { DOMAIN_FILE_PATHS } from './apple-domains.ts'
import type { ApplePayConfig } from './apple-settings.ts'
import type { MerchantSessions } from './merchant-session.ts'
import { scriptPolicy } from './storefront-policy.ts'

const OFF = 'APPLE_PAY_DOMAIN is not set: Apple Pay is off'

/** Two weeks are enough to renew a certificate. */
const SOON_MS = 14 * 24 * 60 * 60_000

type ApplePayCheckParts = {
  ask: Ask
  now: () => number
  sessions: Pick<MerchantSessions, 'create'>
}

export function applePayChecks(
  { applePay, domainAssociation }: WalletConfig,
  { ask, now, sessions }: ApplePayCheckParts,
): Check[] {
  if (!applePay) return [{ name: 'apple-pay', run: () => skipped(OFF) }]
  const domains = [...new Set(Object.values(applePay.domains))]
  return [
    {
      name: 'apple-pay-domain',
      run: () => inTurn(domains, (domain) => domainFile(domain, domainAssociation, ask)),
    },
    { name: 'apple-pay-script', run: () => inTurn(domains, (domain) => scriptPolicy(domain, ask)) },
    {
      name: 'apple-pay-session',
      run: () => inTurn(domains, (domain) => session(domain, applePay, sessions)),
    },
    { name: 'apple-pay-key', run: () => certificates(applePay, now()) },
  ]
}

async function inTurn<T>(items: T[], run: (item: T) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (const item of items) results.push(await run(item))
  return results
}

/** Apple requests the files from the storefront's domain, which must forward both paths to the BFF or serve copies. */
async function domainFile(domain: string, file: string | undefined, ask: Ask): Promise<Result> {
  if (!file)
    return warning(
      `${domain}: APPLE_PAY_DOMAIN_ASSOCIATION_FILE is not set, so only the domain itself could serve the file`,
      'Download the file for this domain from PayKKa, and set the variable.',
    )
  if (isLoopback(domain)) return skipped(`${domain} is this machine, which Apple cannot reach`)
  for (const path of DOMAIN_FILE_PATHS) {
    const problem = await problemAt(new URL(path, `https://${domain}`), Buffer.from(file, 'base64'), ask)
    if (problem) return problem
  }
  return ok(`${domain} serves its association file under both names, byte for byte`)
}

/** @returns null when the file is there */
async function problemAt(url: URL, expected: Buffer, ask: Ask): Promise<Result | null> {
  const answer = await answerOrReason(() => ask(url, { redirect: 'manual' }))
  if (typeof answer === 'string')
    return failed(
      `${url.host} cannot be reached (${answer})`,
      `Serve ${url.origin} and forward ${url.pathname}.`,
    )
  if (answer.status !== 200)
    return failed(
      `${url} answers ${answer.status}`,
      'Let the storefront forward this path to the BFF, without redirect, login or firewall page. Apple asks for the name with .txt and for the one without.',
    )
  const bytes = Buffer.from(await answer.arrayBuffer())
  if (bytes.equals(expected)) return null
  return failed(
    `${url} is another file (${bytes.length} bytes instead of ${expected.length})`,
    'Serve it byte for byte: an editor or a proxy may have added a line end, or the file belongs to another environment.',
  )
}

/** The session is never used; creating it costs nothing. */
async function session(
  domain: string,
  { settings }: ApplePayConfig,
  sessions: ApplePayCheckParts['sessions'],
): Promise<Result> {
  const answer = await sessions.create(domain, settings.displayName)
  switch (answer.kind) {
    case 'session':
      return ok(`PayKKa creates a session for ${domain}`)
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

function certificates({ decryption }: ApplePayConfig, now: number): Result | Result[] {
  if (!decryption) return skipped('PayKKa decrypts the tokens: no certificate is needed here')
  return decryption.keys.map(({ certificate }) => certificateLife(certificate, now))
}

/** The BFF does not start with a key that does not match, so only the validity period is left to check. */
export function certificateLife({ validFromDate, validToDate }: X509Certificate, now: number): Result {
  const until = validToDate.toISOString().slice(0, 10)
  const renew =
    'Create a new payment processing certificate at Apple, and list both until Apple has activated the new one.'
  if (validFromDate.getTime() > now)
    return failed(
      'the payment processing certificate is not valid yet',
      'Set the clock of this machine, or wait.',
    )
  if (validToDate.getTime() <= now)
    return failed(`the payment processing certificate expired on ${until}`, renew)
  if (validToDate.getTime() - now < SOON_MS)
    return warning(`the payment processing certificate expires on ${until}`, renew)
  return ok(`the payment processing certificate fits its key and is valid until ${until}`)
}
