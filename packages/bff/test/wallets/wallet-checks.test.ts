/** What `paykka-bff doctor` finds about wallets: each mistake with its cause and its cure. */
import { X509Certificate } from 'node:crypto'
import { issue, toPem } from '@paykka-checkout/emulator/wallets'
import { describe, expect, it } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { loadConfig } from '../../src/config/config.ts'
import type { Finding } from '../../src/environment/finding.ts'
import { runChecks } from '../../src/environment/finding.ts'
import { applePayChecks, certificateLife } from '../../src/wallets/apple-pay/apple-pay-check.ts'
import type { MerchantSessionAnswer } from '../../src/wallets/apple-pay/merchant-session.ts'
import { googlePayChecks, rootKeys } from '../../src/wallets/google-pay/google-pay-check.ts'
import { ecPair } from '../support/keys.ts'
import { ENVIRONMENT } from '../support/merchant.ts'

const NOW = Date.UTC(2026, 5, 1, 12)
const DAY = 24 * 60 * 60_000
const FILE = Buffer.from('7B2270737049\n')

const SHOP = {
  ...ENVIRONMENT,
  BFF_ALLOWED_ORIGINS: 'https://shop.example,http://localhost:4000',
  PCI_DSS_ATTESTED: 'true',
}

function config(env: Record<string, string>, domainAssociation: Buffer | undefined = FILE): Config {
  const read = loadConfig({ ...SHOP, ...env })
  return { ...read, wallets: { ...read.wallets, domainAssociation: domainAssociation?.toString('base64') } }
}

const brief = (findings: Finding[]) => findings.map(({ check, status }) => `${check} ${status}`)

/** Every finding that is not fine says what to do. */
function expectCures(findings: Finding[]): void {
  for (const { status, said, cure } of findings) {
    expect(said).toMatch(/\w+ \w+/)
    if (status === 'failed' || status === 'warning') expect(cure).toMatch(/\w+ \w+/)
  }
}

describe('Apple Pay', () => {
  const APPLE = { APPLE_PAY_DOMAIN: 'shop.example' }
  const served = (body: string | null, init?: ResponseInit) => async () => new Response(body, init)
  const look = async (
    env: Record<string, string>,
    ask: () => Promise<Response>,
    answer: MerchantSessionAnswer = { kind: 'session', session: {} },
    file?: Buffer,
  ) => {
    const sessions = { create: async () => answer }
    const findings = await runChecks(
      applePayChecks(config(env, file).wallets, { ask, now: () => NOW, sessions }),
    )
    expectCures(findings)
    return findings
  }

  it('is skipped when it is off', async () => {
    expect(brief(await look({}, served(FILE.toString())))).toEqual(['apple-pay skipped'])
  })

  it('is fine with the file in place and a session from PayKKa', async () => {
    expect(brief(await look(APPLE, served(FILE.toString())))).toEqual([
      'apple-pay-domain ok',
      'apple-pay-script ok',
      'apple-pay-session ok',
      'apple-pay-key skipped',
    ])
  })

  it("asks the storefront's own domain, and follows no redirect", async () => {
    const asked: string[] = []
    const ask = async (url?: URL, init?: RequestInit) => {
      asked.push(`${url} ${init?.redirect}`)
      return new Response(FILE.toString())
    }
    await look(APPLE, ask)
    expect(asked).toEqual([
      'https://shop.example/.well-known/apple-developer-merchantid-domain-association manual',
      'https://shop.example/.well-known/apple-developer-merchantid-domain-association.txt manual',
      'https://shop.example/ undefined',
    ])
  })

  const wrong: [string, () => Promise<Response>, RegExp][] = [
    ['missing', served('not here', { status: 404 }), /answers 404/],
    ['behind a redirect', served(null, { status: 302 }), /answers 302/],
    ['changed by a line end', served(`${FILE.toString()}\n`), /another file \(14 bytes instead of 13\)/],
    ['on a host nobody reaches', () => Promise.reject(new TypeError('fetch failed')), /cannot be reached/],
  ]
  it.each(wrong)('names a file that is %s', async (_name, ask, said) => {
    const [finding] = await look(APPLE, ask)
    expect([finding?.status, finding?.said]).toEqual(['failed', expect.stringMatching(said)])
  })

  it('names the file with .txt when only that one is missing', async () => {
    const ask = async (url?: URL) =>
      `${url}`.endsWith('.txt') ? new Response('no', { status: 404 }) : new Response(FILE.toString())
    const [finding] = await look(APPLE, ask)
    expect([finding?.status, finding?.said]).toEqual(['failed', expect.stringMatching(/\.txt answers 404/)])
  })

  const policies: [string | null, 'ok' | 'warning'][] = [
    [null, 'ok'],
    ["frame-ancestors 'none'", 'ok'],
    ["default-src 'self'; script-src 'self' https://applepay.cdn-apple.com", 'ok'],
    ["script-src https://applepay.cdn-apple.com/jsapi/ 'self'", 'ok'],
    ["script-src 'self' *.cdn-apple.com", 'ok'],
    ["script-src 'nonce-abc' 'strict-dynamic'", 'ok'],
    ['default-src https:', 'ok'],
    ["script-src 'self' https://pay.shop.example", 'warning'],
    ["default-src 'self'", 'warning'],
    ["script-src https://applepay.cdn-apple.com; script-src-elem 'self'", 'warning'],
    ['script-src https://applepay.cdn-apple.com.evil.example', 'warning'],
    ["default-src https:, script-src 'self'", 'warning'],
  ]
  it.each(policies)("says whether Apple's script gets past %s: %s", async (policy, status) => {
    const headers = policy === null ? {} : { 'content-security-policy': policy }
    const findings = await look(APPLE, async () => new Response(FILE.toString(), { headers }))
    expect(findings.find(({ check }) => check === 'apple-pay-script')?.status).toBe(status)
  })

  it('warns when there is no file to compare with, and skips this machine', async () => {
    const [missing] = await runChecks(
      applePayChecks(
        { ...config(APPLE).wallets, domainAssociation: undefined },
        { ask: served(''), now: () => NOW, sessions: { create: async () => ({ kind: 'busy' }) } },
      ),
    )
    expect(missing?.status).toBe('warning')
    const [local] = await look({ APPLE_PAY_DOMAIN: 'localhost' }, served(''))
    expect(local?.status).toBe('skipped')
  })

  const answers: [MerchantSessionAnswer, string, RegExp][] = [
    [{ kind: 'refused', gatewayCode: '1017' }, 'failed', /refuses a session for shop\.example \(1017\)/],
    [{ kind: 'unreachable', reason: 'timeout' }, 'failed', /\(timeout\)/],
    [{ kind: 'busy' }, 'warning', /busy/],
  ]
  it.each(answers)('PayKKa answers %o', async (answer, status, said) => {
    const finding = (await look(APPLE, served(FILE.toString()), answer))[2]
    expect([finding?.status, finding?.said]).toEqual([status, expect.stringMatching(said)])
  })

  const lives: [string, number, string][] = [
    ['long before its end', Date.UTC(2040, 0), 'ok'],
    ['two weeks before its end', Date.UTC(2049, 0) - 13 * DAY, 'warning'],
    ['after its end', Date.UTC(2049, 0), 'failed'],
    ['before its beginning', Date.UTC(2013, 0), 'failed'],
  ]
  it.each(lives)('looks at a processing certificate %s', async (_name, now, status) => {
    const { certificate } = await issue('Apple Pay Payment Processing', 1, [])
    expect(certificateLife(new X509Certificate(toPem(certificate)), now).status).toBe(status)
  })
})

describe('Google Pay', () => {
  const look = async (env: Record<string, string>) => {
    const findings = await runChecks(googlePayChecks(config(env), () => NOW))
    expectCures(findings)
    return findings
  }
  const failing = async (env: Record<string, string>) =>
    (await look({ GOOGLE_PAY_MERCHANT_ID: 'BCR2DN4T26QMFTRS', ...env }))
      .filter(({ status }) => status === 'failed' || status === 'warning')
      .map(({ status, said }) => `${status}: ${said}`)

  it('is skipped when it is off', async () => {
    expect(brief(await look({}))).toEqual(['google-pay skipped'])
  })

  it('is fine in TEST against the sandbox', async () => {
    expect(await failing({})).toEqual([])
  })

  const live = { PAYKKA_API_URL: 'https://openapi.paykka.com', BFF_ALLOWED_ORIGINS: 'https://shop.example' }
  const rows: [string, Record<string, string>, RegExp[]][] = [
    ['TEST against a live host', live, [/^failed: .*TEST against a live host/]],
    [
      'PRODUCTION against the sandbox, over http',
      { GOOGLE_PAY_ENVIRONMENT: 'PRODUCTION' },
      [/^warning: .*not live/, /^failed: .*http:\/\/localhost:4000 is not/],
    ],
    [
      "an id that is not Google's",
      { ...live, GOOGLE_PAY_ENVIRONMENT: 'PRODUCTION', GOOGLE_PAY_MERCHANT_ID: 'myshop' },
      [/^failed: .*"myshop" does not look like Google's/],
    ],
    [
      'the gateway of the other region',
      { GOOGLE_PAY_GATEWAY: 'paykkaeu' },
      [/^warning: .*belongs to paykka$/],
    ],
    ['a short PayKKa id', { PAYKKA_MERCHANT_ID: '1' }, [/^warning: PAYKKA_MERCHANT_ID/]],
    ['all in order', { ...live, GOOGLE_PAY_ENVIRONMENT: 'PRODUCTION' }, []],
  ]
  it.each(rows)('%s', async (_name, env, expected) => {
    expect(await failing(env)).toEqual(expected.map((said) => expect.stringMatching(said)))
  })

  const ends: [string, number, string][] = [
    ['in a year', NOW + 365 * DAY, 'ok'],
    ['in three weeks', NOW + 21 * DAY, 'warning'],
    ['now', NOW, 'failed'],
  ]
  it.each(ends)("Google's root keys that end %s", (_name, expiresAt, status) => {
    const { privateKey, publicKey } = ecPair('wallet')
    const { googlePay } = config({ GOOGLE_PAY_MERCHANT_ID: 'BCR2DN4T26QMFTRS' }).wallets
    if (!googlePay) throw new Error('Google Pay is on')
    const decryption = {
      keys: [privateKey],
      recipientId: 'merchant:1',
      roots: [{ key: publicKey, expiresAt }],
    }
    expect(rootKeys({ ...googlePay, decryption }, NOW).status).toBe(status)
  })
})
