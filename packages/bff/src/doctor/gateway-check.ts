/** PayKKa: does it know the merchant, does it accept our signature, do we accept its signature. */
import { createPublicKey } from 'node:crypto'
import type { PaykkaConfig } from '../config/config.ts'
import type { Check, Result } from '../environment/finding.ts'
import { failed, ok, skipped, warning } from '../environment/finding.ts'
import type { Probe } from '../paykka/probe.ts'
import { SIGNATURE_ALGORITHM, sign, verify } from '../paykka/signature.ts'
import { MAX_SKEW_MS } from '../process/process-clock.ts'

/** From a minute on the BFF is not ready; this warns earlier. */
const NOTABLE_SKEW_MS = 5_000

export function gatewayChecks(config: PaykkaConfig, probe: () => Promise<Probe>): Check[] {
  return [
    { name: 'private-key', run: () => keySize(config) },
    { name: 'signature', run: () => roundTrip(config) },
    { name: 'platform-key', run: () => platformKeys(config) },
    { name: 'gateway', run: async () => accepted(config, await probe()) },
    { name: 'clock', run: async () => clock(await probe()) },
    { name: 'response-signature', run: async () => responseSignature(config, await probe()) },
  ]
}

/** PayKKa documents 500 characters for the signature header; a longer key exceeds them. */
function keySize({ keys }: PaykkaConfig): Result {
  const bits = keys.current().privateKey.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits <= 2048) return ok(`RSA, ${bits} bits`)
  return warning(
    `RSA, ${bits} bits: its signatures are longer than the 500 characters PayKKa documents`,
    'Use a 2048-bit key unless PayKKa confirms that a longer one works.',
  )
}

async function roundTrip({ keys }: PaykkaConfig): Promise<Result> {
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
    ? ok(`${SIGNATURE_ALGORITHM}: the public half verifies what this key signs`)
    : failed(
        'the public half does not verify what this key signs',
        'Create a new key pair and register it at PayKKa.',
      )
}

function platformKeys({ keys: ring }: PaykkaConfig): Result {
  const keys = ring.current().platformKeys
  return ok(keys.length === 1 ? 'one key' : `${keys.length} keys, for a rotation`)
}

function accepted(config: PaykkaConfig, probe: Probe): Result {
  const host = config.apiUrl.host
  if (probe.kind === 'unreachable')
    return failed(
      `${host} cannot be reached (${probe.reason})`,
      'Check PAYKKA_API_URL, DNS, the firewall for outgoing https, and certificates.',
    )
  if (probe.accepted) return ok(`${host} accepts our signature and knows the merchant`)
  return failed(
    `${host} refuses our requests: HTTP ${probe.status}, code ${probe.retCode}`,
    cureFor(probe.retCode),
  )
}

const SIGNATURE_CURE =
  'Register the public half of PAYKKA_PRIVATE_KEY at PayKKa (openssl rsa -pubout), or use the key that is registered.'
/** PayKKa looks keys up by the app id, so a wrong id has no key. */
const UNKNOWN_KEY_CURE =
  'PayKKa has no key for this PAYKKA_APP_ID. Check the id first: it is not the merchant id, and sandbox and live have different ones. Then register the public half of PAYKKA_PRIVATE_KEY (openssl rsa -pubout).'
const APP_CURE =
  'Check PAYKKA_APP_ID and PAYKKA_MERCHANT_ID: they are different numbers, and sandbox and live have different ones.'

/** PayKKa's codes of requests it does not accept. Source: PayKKa response and transaction error codes. */
const CURES: Record<string, string> = {
  '206002': SIGNATURE_CURE,
  '206003': SIGNATURE_CURE,
  '206006': UNKNOWN_KEY_CURE,
  '1012': UNKNOWN_KEY_CURE,
  '2000': SIGNATURE_CURE,
  '206004': 'Set the clock (NTP): PayKKa accepts requests for five minutes after they are signed.',
  '2001': 'Set the clock (NTP): PayKKa accepts requests for five minutes after they are signed.',
  '206005': APP_CURE,
  '1000': APP_CURE,
  '1002': APP_CURE,
  '1021': APP_CURE,
  '206007': 'PayKKa has disabled this merchant: ask them.',
  '1001': 'PayKKa has disabled this merchant: ask them.',
  '1017': "Ask PayKKa to add this machine's outgoing address to its allow list.",
}

const cureFor = (code: string): string =>
  CURES[code] ?? `${APP_CURE} Otherwise show this code to PayKKa's support.`

function clock(probe: Probe): Result {
  if (probe.kind === 'unreachable') return skipped('PayKKa gave no answer to compare with')
  if (probe.skewMs === null)
    return warning("PayKKa's answer contains no time", 'Make sure that NTP runs here.')
  const seconds = Math.round(Math.abs(probe.skewMs) / 1000)
  const said = `${seconds} s ${probe.skewMs > 0 ? 'ahead of' : 'behind'} PayKKa`
  if (seconds * 1000 > MAX_SKEW_MS)
    return failed(
      said,
      'Set the clock (NTP): beyond a minute the BFF is not ready, beyond five PayKKa refuses.',
    )
  return seconds * 1000 > NOTABLE_SKEW_MS ? warning(said, 'Make sure that NTP runs here.') : ok(said)
}

function responseSignature(config: PaykkaConfig, probe: Probe): Result {
  const mode = config.responseSignature
  if (probe.kind === 'unreachable') return skipped('PayKKa gave no answer to verify')
  if (probe.signature === 'valid')
    return mode === 'enforce'
      ? ok('answers are signed by the configured key, and enforced')
      : warning(
          `answers are signed by the configured key, but PAYKKA_RESPONSE_SIGNATURE is ${mode}`,
          'Set it to enforce: only then does the BFF reject forged answers.',
        )
  const said = "PayKKa's answer is not signed by the configured key, or not in the form this BFF knows"
  return mode === 'enforce'
    ? failed(
        said,
        'Check PAYKKA_PLATFORM_PUBLIC_KEY; with PAYKKA_RESPONSE_SIGNATURE=log payments work without this proof.',
      )
    : warning(
        said,
        'Check PAYKKA_PLATFORM_PUBLIC_KEY, and ask PayKKa what the signature of its answers covers.',
      )
}
