/** The log lines when PayKKa gives no answer: one with the cause and the fix, and one when it recovers. */
import { describe, expect, it } from 'vitest'
import type { GatewayAnswer } from '../../src/payments/gateway.ts'
import { createGatewayHealth } from '../../src/payments/recovery/gateway-health.ts'

const ANSWERED: GatewayAnswer = { kind: 'not_found' }
const notSent = (reason: string): GatewayAnswer => ({ kind: 'not_sent', reason })
const unknown = (reason: string): GatewayAnswer => ({ kind: 'unknown', reason })

function bench() {
  const reported: string[] = []
  const log = {
    info: (_facts: object, message: string) => void reported.push(`info: ${message}`),
    warn: (facts: Record<string, unknown>, message: string) =>
      void reported.push(`warn ${facts.reason}: ${message}`),
  }
  const clock = { now: 0 }
  const health = createGatewayHealth({ log, monotonic: () => clock.now })
  return { reported, health, clock }
}

describe('a gateway that gives no answer', () => {
  it('is logged once, and its return once', () => {
    const { reported, health } = bench()
    const rounds = [ANSWERED, ...Array(20).fill(notSent('CERT_HAS_EXPIRED')), ANSWERED, ANSWERED]
    for (const answer of rounds) health.note(answer)
    expect(reported).toEqual([
      expect.stringMatching(
        /^warn CERT_HAS_EXPIRED: PayKKa gives no answer: its certificate has expired\. \w/,
      ),
      'info: PayKKa answers again',
    ])
  })

  it('is not logged for one lost answer, nor for what this process itself did not send in time', () => {
    const { reported, health } = bench()
    for (const answer of [unknown('timeout'), ANSWERED, unknown('timeout')]) health.note(answer)
    for (let round = 0; round < 9; round++) health.note(notSent('too_late'))
    expect([reported, health.isDown(), health.isShaky()]).toEqual([[], false, true])
  })

  it.each<[GatewayAnswer, RegExp]>([
    [notSent('CERT_NOT_YET_VALID'), /not valid yet\. .*clock/],
    [notSent('SELF_SIGNED_CERT_IN_CHAIN'), /not trusted\. .*NODE_EXTRA_CA_CERTS/],
    [notSent('ENOTFOUND'), /no address\. Check DNS/],
    [notSent('ECONNREFUSED'), /no connection can be opened\. .*no egress proxy/],
    [notSent('UND_ERR_CONNECT_TIMEOUT'), /no connection can be opened/],
    [unknown('timeout'), /requests get no answer/],
    [unknown('ECONNRESET'), /requests get no answer/],
    [unknown('bad_signature'), /not signed by the configured key\. .*firewall/],
    [unknown('unsigned_http_403'), /errors arrive without its valid signature\. A firewall/],
    [unknown('UND_ERR_RES_EXCEEDED_MAX_SIZE'), /answers cannot be used/],
    [unknown('http_503'), /answers with errors/],
    [
      { kind: 'refused', reason: 'configuration', gatewayCode: '2000' },
      /refuses what this BFF sends\. Check PAYKKA_APP_ID/,
    ],
    [{ kind: 'refused', reason: 'busy', gatewayCode: '999' }, /takes no more requests/],
    [unknown('unlisted_status'), /answers cannot be used\. .*doctor/],
  ])('has a cause and a way out: %j', (answer, words) => {
    const { reported, health } = bench()
    for (let round = 0; round < 3; round++) health.note(answer)
    expect(reported).toEqual([expect.stringMatching(words)])
  })

  it('is asked once per interval by a clock that nobody sets', () => {
    const { health, clock } = bench()
    for (let round = 0; round < 3; round++) health.note(unknown('timeout'))
    const allowed = [0, 1999, 2000, 2001].map((now) => {
      clock.now = now
      return health.allowance(20)
    })
    expect(allowed).toEqual([1, 0, 1, 0])
  })
})
