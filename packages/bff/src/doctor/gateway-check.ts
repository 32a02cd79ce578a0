/** PayKKa’s side: does it know us, does it take our signature, do we know its. */
import { createPublicKey } from 'node:crypto'
import type { PaykkaConfig } from '../config/config.ts'
import type { Probe } from '../paykka/probe.ts'
import { SIGNATURE_ALGORITHM, sign, verify } from '../paykka/signature.ts'
import { MAX_SKEW_MS } from '../process/process-clock.ts'
import type { Check, Seen } from '../environment/finding.ts'
import { failed, ok, skipped, warning } from '../environment/finding.ts'

/** Long before a minute, from which on the BFF is not ready. */
const NOTABLE_SKEW_MS = 5_000

export function gatewayChecks(config: PaykkaConfig, probe: () => Promise<Probe>): Check[] {
  return [
    { name: 'private-key', look: () => keySize(config) },
    { name: 'signature', look: () => roundTrip(config) },
    { name: 'platform-key', look: () => platformKeys(config) },
    { name: 'gateway', look: async () => accepted(config, await probe()) },
    { name: 'clock', look: async () => clock(await probe()) },
    { name: 'response-signature', look: async () => responseSignature(config, await probe()) },
  ]
}

/** The header that carries a signature is documented with 500 characters, which a longer key exceeds. */
function keySize({ keys }: PaykkaConfig): Seen {
  const bits = keys.current().privateKey.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits <= 2048) return ok(`RSA, ${bits} bits`)
  return warning(
    `RSA, ${bits} bits: its signatures are longer than the 500 characters PayKKa documents`,
    'Use a 2048-bit key unless PayKKa told you that a longer one works.',
  )
}

async function roundTrip({ keys }: PaykkaConfig): Promise<Seen> {
  const { privateKey } = keys.current()
  const parts = {
    method: 'POST',
    path: '/v3/payment/acq/query',
    timestamp: '1730000000000',
    nonce: 'doctordoctor',
    body: Buffer.from('{"ö":"…"}'),
  }
  const header = await sign(parts, privateKey)
  return verify(parts, header, [createPublicKey(privateKey)])
    ? ok(`${SIGNATURE_ALGORITHM}: what this key signs, its public half verifies`)
    : failed('this key’s own signature does not verify', 'Make a new key pair and register it at PayKKa.')
}

function platformKeys({ keys: ring }: PaykkaConfig): Seen {
  const keys = ring.current().platformKeys
  return ok(keys.length === 1 ? 'one key' : `${keys.length} keys: a rotation is under way`)
}

function accepted(config: PaykkaConfig, probe: Probe): Seen {
  const host = config.apiUrl.host
  if (probe.kind === 'unreachable')
    return failed(
      `${host} cannot be reached (${probe.reason})`,
      'Check PAYKKA_API_URL, DNS, the firewall for outgoing https, and certificates.',
    )
  if (probe.accepted) return ok(`${host} takes our signature and knows the merchant`)
  return failed(
    `${host} refuses our requests: HTTP ${probe.status}, code ${probe.retCode}`,
    cureFor(probe.retCode),
  )
}

const SIGNATURE_CURE =
  'Register the public half of PAYKKA_PRIVATE_KEY at PayKKa (openssl rsa -pubout), or use the key that is registered.'
/** PayKKa looks keys up by the app id, so a wrong id has no key. */
const UNKNOWN_KEY_CURE =
  'PayKKa has no key for this PAYKKA_APP_ID. Check the id first: it is not the merchant id, and sandbox and live have their own. Then register the public half of PAYKKA_PRIVATE_KEY (openssl rsa -pubout).'
const APP_CURE =
  'Check PAYKKA_APP_ID and PAYKKA_MERCHANT_ID: they are different numbers, and sandbox and live have their own.'

/** PayKKa’s codes of a request it does not take from us. Source: PayKKa response and transaction error codes. */
const CURES: Record<string, string> = {
  '206002': SIGNATURE_CURE,
  '206003': SIGNATURE_CURE,
  '206006': UNKNOWN_KEY_CURE,
  '1012': UNKNOWN_KEY_CURE,
  '2000': SIGNATURE_CURE,
  '206004': 'Set the clock (NTP): PayKKa takes requests signed within five minutes.',
  '2001': 'Set the clock (NTP): PayKKa takes requests signed within five minutes.',
  '206005': APP_CURE,
  '1000': APP_CURE,
  '1002': APP_CURE,
  '1021': APP_CURE,
  '206007': 'PayKKa has disabled this merchant: ask them.',
  '1001': 'PayKKa has disabled this merchant: ask them.',
  '1017': 'Have this machine’s outgoing address put on PayKKa’s allow list.',
}

const cureFor = (code: string): string => CURES[code] ?? `${APP_CURE} Else show PayKKa’s support this code.`

function clock(probe: Probe): Seen {
  if (probe.kind === 'unreachable') return skipped('PayKKa gave no answer to compare with')
  if (probe.skewMs === null) return warning('PayKKa’s answer tells no time', 'Make sure that NTP runs here.')
  const seconds = Math.round(Math.abs(probe.skewMs) / 1000)
  const said = `${seconds} s ${probe.skewMs > 0 ? 'ahead of' : 'behind'} PayKKa`
  if (seconds * 1000 > MAX_SKEW_MS)
    return failed(
      said,
      'Set the clock (NTP): beyond a minute the BFF is not ready, beyond five PayKKa refuses.',
    )
  return seconds * 1000 > NOTABLE_SKEW_MS ? warning(said, 'Make sure that NTP runs here.') : ok(said)
}

function responseSignature(config: PaykkaConfig, probe: Probe): Seen {
  const mode = config.responseSignature
  if (probe.kind === 'unreachable') return skipped('PayKKa gave no answer to verify')
  if (probe.signature === 'valid')
    return mode === 'enforce'
      ? ok('answers are signed by the configured key, and enforced')
      : warning(
          `answers are signed by the configured key, but PAYKKA_RESPONSE_SIGNATURE is ${mode}`,
          'Set it to enforce: only then a forged answer counts for nothing.',
        )
  const said = 'PayKKa’s answer is not signed by the configured key, or not in the form this BFF knows'
  return mode === 'enforce'
    ? failed(
        said,
        'Check PAYKKA_PLATFORM_PUBLIC_KEY; with PAYKKA_RESPONSE_SIGNATURE=log payments go on without this proof.',
      )
    : warning(said, 'Check PAYKKA_PLATFORM_PUBLIC_KEY and ask PayKKa what its answers’ signature covers.')
}
