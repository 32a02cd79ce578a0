/** The auditor's routes, and reports of policy violations, which anyone may send. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readReports } from '../../src/http/operator/security-audit.ts'
import { policyText, scriptInventory, storefrontDirectives } from '../../src/http/pages/content-security.ts'
import { shareWorld } from '../support/shared-world.ts'
import { startWorld } from '../support/world.ts'

const world = shareWorld()
const BFF = 'https://pay.shop.example'
const NONE = { applePay: false, googlePay: false }

describe('GET /csp', () => {
  it('names the BFF and nobody else while no wallet is on', async () => {
    const { directives, policy } = (await world().app.inject({ url: '/csp' })).json()
    expect(directives).toEqual({ ...storefrontDirectives(BFF, NONE) })
    expect(policy).toBe(
      `script-src ${BFF}; connect-src ${BFF}; frame-src ${BFF}; require-trusted-types-for 'script'; trusted-types lit-html`,
    )
  })

  it("adds PayKKa's script where it takes the card, by what is configured", async () => {
    const own = await startWorld({
      env: {
        CARD_ENTRY: 'encrypted-card',
        ENCRYPTED_CARD_CLIENT_KEY: `ck_${'a'.repeat(32)}`,
        ENCRYPTED_CARD_URL: 'https://checkout.paykka.example/base/',
      },
    })
    const { directives } = (await own.app.inject({ url: '/csp' })).json()
    const paykka = 'https://checkout.paykka.example'
    expect(directives).toMatchObject({
      'script-src': [BFF, paykka],
      'connect-src': [BFF, paykka],
      'style-src': [paykka],
      'frame-src': [BFF],
      'trusted-types': ['lit-html', 'paykka-wallets'],
    })
    const { scripts } = (await own.app.inject({ url: '/scripts.json' })).json()
    expect(scripts).toMatchObject([{ url: `${paykka}/base/cp/encrypted-card.js`, owner: 'PayKKa' }])
  })

  it("adds PayKKa's fraud script where the shop loads it, and lists it", async () => {
    const url = 'https://fraud.paykka.example/sdk/fraud.js'
    const own = await startWorld({ env: { FRAUD_SCRIPT_URL: url } })
    const { directives } = (await own.app.inject({ url: '/csp' })).json()
    expect(directives).toMatchObject({
      'script-src': [BFF, 'https://fraud.paykka.example'],
      'connect-src': [BFF, 'https://fraud.paykka.example'],
      'trusted-types': ['lit-html'],
    })
    const { scripts } = (await own.app.inject({ url: '/scripts.json' })).json()
    expect(scripts).toMatchObject([{ url, owner: 'PayKKa', withoutIntegrity: expect.any(String) }])
  })

  it('adds what a wallet needs, and never a wildcard or an unsafe word', () => {
    const policy = policyText(storefrontDirectives(BFF, { applePay: true, googlePay: true }))
    expect(policy).toContain('https://pay.google.com')
    expect(policy).toContain('https://applepay.cdn-apple.com')
    expect(policy).not.toMatch(/\*|unsafe|http:/)
  })
})

describe('GET /scripts.json', () => {
  it('gives each script a purpose, an owner, a reason, and a hash or why there is none', () => {
    const file = { integrity: 'sha384-x', bytes: 1, gzip: 1, imports: [] }
    const manifest = {
      version: '1.2.3',
      files: { 'define.js': file, 'style.css': file, 'card-frame.js': file },
    }
    const scripts = scriptInventory(BFF, manifest, { applePay: true, googlePay: true })
    expect(scripts.map(({ url }) => url)).toEqual([
      `${BFF}/element/1.2.3/define.js`,
      `${BFF}/element/1.2.3/card-frame.js`,
      'https://pay.google.com/gp/p/js/pay.js',
      'https://applepay.cdn-apple.com/jsapi/1.latest/apple-pay-sdk.js',
    ])
    for (const { purpose, owner, justification, integrity, withoutIntegrity } of scripts) {
      for (const text of [purpose, owner, justification]) expect(text.length).toBeGreaterThan(4)
      expect([integrity, withoutIntegrity].filter(Boolean)).toHaveLength(1)
    }
  })

  it('is served', async () => {
    expect((await world().app.inject({ url: '/scripts.json' })).json()).toEqual({
      version: '0.1.0',
      scripts: [],
      marks: [],
    })
  })
})

describe('element files', () => {
  it('of one version never change, those of v1 are asked for again', async () => {
    const cacheOf = async (url: string) => (await world().app.inject({ url })).headers['cache-control']
    expect(await cacheOf('/element/0.1.0/define.js')).toBe('public, max-age=31536000, immutable')
    expect(await cacheOf('/element/v1/define.js')).toBe('public, max-age=300')
    expect((await world().app.inject({ url: '/element/0.0.9/define.js' })).statusCode).toBe(404)
  })
})

describe('the security headers', () => {
  it.each([
    ['data', '/healthz'],
    ['a refusal', '/client/v1/checkout'],
    ['an unknown address', '/nothing'],
  ])('are those of data in %s', async (_name, url) => {
    expect((await world().app.inject({ url })).headers).toMatchObject({
      'content-security-policy':
        "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-xss-protection': '0',
    })
  })
})

describe("the card frame's headers", () => {
  it('allow its own script and the shops, and no device', async () => {
    const { headers, body } = await world().app.inject({ url: '/card-frame' })
    const styles = [...body.matchAll(/<style>([^<]*)<\/style>/g)].map(([, text = '']) => text)
    expect(styles).toHaveLength(2)
    const hashes = styles.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self'; style-src ${hashes.join(' ')}; font-src 'self' https://shop.example; base-uri 'none'; form-action 'none'; frame-ancestors https://shop.example; require-trusted-types-for 'script'; trusted-types lit-html`,
    )
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'cross-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'permissions-policy': expect.stringContaining('payment=()'),
      'strict-transport-security': expect.stringContaining('max-age='),
    })
  })
})

describe('the challenge page', () => {
  it("may hold any bank's page, and be held by the shops alone", async () => {
    const { headers, body } = await world().app.inject({ url: '/challenge' })
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; frame-src 'self' https:; base-uri 'none'; form-action 'none'; frame-ancestors https://shop.example; require-trusted-types-for 'script'; trusted-types 'none'",
    )
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
    expect(headers['permissions-policy']).toBe(
      'payment=*, publickey-credentials-get=*, publickey-credentials-create=*, otp-credentials=*',
    )
    expect(body).toContain('<meta name="paykka-parent-origins" content="https://shop.example">')
  })
})

describe('POST /csp-reports', () => {
  const send = (payload: string, type: string) =>
    world().app.inject({ method: 'POST', url: '/csp-reports', payload, headers: { 'content-type': type } })

  it('logs the directive and the origins, and nothing else of a report', async () => {
    const report = {
      'document-uri': 'https://shop.example/pay?order=s3cret',
      'violated-directive': 'script-src',
      'blocked-uri': 'https://evil.example/x.js?card=1',
      'script-sample': 's4mple',
    }
    const response = await send(JSON.stringify({ 'csp-report': report }), 'application/csp-report')
    expect([response.statusCode, response.body]).toEqual([204, ''])
    const line = world().logs.find((text) => text.includes('a policy was broken')) ?? ''
    expect(JSON.parse(line)).toMatchObject({
      directive: 'script-src',
      blocked: 'https://evil.example',
      page: 'https://shop.example',
    })
    expect(line).not.toMatch(/s3cret|s4mple|card/)
  })

  it("reads the Reporting API's form, and at most ten of a list", () => {
    const body = {
      effectiveDirective: 'img-src',
      blockedURL: 'inline',
      documentURL: 'https://shop.example/x',
    }
    const reports = readReports(
      JSON.stringify(Array.from({ length: 50 }, () => ({ type: 'csp-violation', body }))),
    )
    expect(reports).toHaveLength(10)
    expect(reports[0]).toEqual({ directive: 'img-src', blocked: 'inline', page: 'https://shop.example' })
  })

  it.each(['', 'x', '{', '[null,1,"a"]', '{"csp-report":null}', '{"csp-report":"x"}', '{"body":[]}', '[{}]'])(
    'survives %j',
    async (payload) => {
      expect((await send(payload || ' ', 'application/reports+json')).statusCode).toBe(204)
    },
  )

  it('takes no big report and no other type', async () => {
    expect((await send('x'.repeat(17_000), 'application/csp-report')).statusCode).toBe(413)
    expect((await send('x', 'text/html')).statusCode).toBe(415)
  })
})
