/** The environment: what is good, what is refused, and that one message names everything. */
import { KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ConfigError, loadConfig } from '../../src/config/config.ts'
import { DEFAULT_RETENTION } from '../../src/retention/retention.ts'
import { configurationPage, EMULATOR_VARIABLES, envExample, variables } from '../support/environment-docs.ts'
import { base64, ecPair, pem, rsaPair } from '../support/keys.ts'
import { ENVIRONMENT, merchant, platform } from '../support/merchant.ts'

const small = rsaPair('small', 1024)
const curve = ecPair('curve')

const privatePem = pem(merchant.privateKey)
const publicPem = pem(platform.publicKey)
const bare = (pem: string) => pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '')

const folder = mkdtempSync(join(tmpdir(), 'paykka-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const inFile = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const GOOD: Record<string, string | undefined> = {
  ...ENVIRONMENT,
}

const load = (changes: Record<string, string | undefined> = {}) => loadConfig({ ...GOOD, ...changes })

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    loadConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

const named = (env: Record<string, string | undefined>) =>
  problemsOf(env).map((line) => line.split(/[ :]/)[0])

/** @returns the paths of everything that can be changed; keys of `node:crypto` have nothing to change, functions neither */
function changeableIn(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null || value instanceof KeyObject) return []
  const members = Object.entries(value).flatMap(([name, member]) => changeableIn(member, `${path}.${name}`))
  return Object.isFrozen(value) ? members : [path, ...members]
}

describe('loadConfig', () => {
  it('fills in the documented defaults', () => {
    expect(load()).toMatchObject({
      paykka: { responseSignature: 'log', timeoutMs: 20_000, sendTimestamp: false, declineCodes: {} },
      databaseUrl: 'sqlite:./data/paykka.db',
      databaseTimeoutMs: 2000,
      host: '127.0.0.1',
      port: 4020,
      logLevel: 'info',
      trustProxy: [],
      cardEntry: 'frame',
      cardBrands: ['visa', 'mastercard', 'amex', 'discover', 'diners', 'jcb'],
    })
  })

  it('keeps data as long as the variables say, and remembers erasures beside a SQLite file', () => {
    const { retention, retainMetadata, erasuresFile } = load({
      RETAIN_UNPAID: '7',
      RETAIN_METADATA: 'a, b ,',
    })
    expect(retention).toEqual({ ...DEFAULT_RETENTION, unpaid: 7 })
    expect([retainMetadata, erasuresFile]).toEqual([['a', 'b'], './data/paykka.db.erasures'])
    const postgres = { DATABASE_URL: 'postgres://bff@127.0.0.1/bff' }
    expect(load(postgres).erasuresFile).toBeUndefined()
    expect(load({ ...postgres, ERASURES_FILE: '/keep/erasures' }).erasuresFile).toBe('/keep/erasures')
    expect(load({ RETAIN_KEYS: '0', RETAIN_AUDIT: '0' }).retention).toMatchObject({ keys: 0, audit: 0 })
    expect(named({ ...GOOD, RETAIN_KEYS: '30', RETAIN_UNPAID: '-1', RETAIN_EVENTS: 'x' }).toSorted()).toEqual(
      ['RETAIN_EVENTS', 'RETAIN_KEYS', 'RETAIN_UNPAID'],
    )
  })

  it('takes every variable as documented', () => {
    const config = load({
      PAYKKA_RESPONSE_SIGNATURE: 'enforce',
      PAYKKA_TIMEOUT_MS: '1000',
      PAYKKA_SEND_TIMESTAMP: 'true',
      PAYKKA_DECLINE_CODES: '3999=try_again_later, 4000=declined',
      BFF_ALLOWED_ORIGINS: ' https://shop.example , https://b.example:8443,http://localhost:4000 ',
      BFF_SECRET_KEYS: `${'a'.repeat(32)},${'b'.repeat(64)}`,
      PORT: '0',
      TRUST_PROXY: '10.0.0.0/8, ::1, 192.0.2.7',
      CARD_BRANDS: 'visa,unionpay',
      SHOP_EVENTS_URL: 'https://shop.example/events',
      SHOP_EVENTS_SECRET: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
    })
    expect(config).toMatchObject({
      paykka: { responseSignature: 'enforce', timeoutMs: 1000, sendTimestamp: true },
      allowedOrigins: ['https://shop.example', 'https://b.example:8443', 'http://localhost:4000'],
      port: 0,
      trustProxy: ['10.0.0.0/8', '::1', '192.0.2.7'],
      cardBrands: ['visa', 'unionpay'],
    })
    expect(config.paykka.declineCodes).toEqual({ '3999': 'try_again_later', '4000': 'declined' })
    expect(config.secretKeys.map((key) => key.length)).toEqual([32, 64])
  })

  it('takes names of secret keys beside keys without one', () => {
    const [first, second, third] = ['a', 'b', 'c'].map((letter) => letter.repeat(32))
    const config = load({ BFF_SECRET_KEYS: `admin:${first}, ${second},shop-2:${third}` })
    expect(config.secretKeys).toEqual([first, second, third])
    expect(config.keyNames).toEqual(['admin', 'key-2', 'shop-2'])
  })

  it('is frozen, all the way down', () => {
    const config = load({
      APPLE_PAY_DOMAIN: 'shop.example',
      GOOGLE_PAY_MERCHANT_ID: 'BCR2DN4T',
      HOSTED_METHODS: 'ideal:EUR',
      CAPTCHA_VERIFY_URL: 'https://captcha.example/verify',
      CAPTCHA_SECRET: 's3cret',
      SHOP_EVENTS_URL: 'https://shop.example/?wc-api=paykka',
      SHOP_EVENTS_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
      PAYKKA_APP_IT: 'misspelled',
    })
    const changeable = changeableIn(config, 'config')
    expect(changeable).toEqual([])
    expect(changeableIn({ ...config, open: { a: 1 }, url: new URL('http://x') }, 'control')).toEqual([
      'control',
      'control.open',
      'control.url',
    ])
    expect(() => Object.assign(config.paykka, { timeoutMs: 1 })).toThrow(TypeError)
    expect(() => Object.assign(config.paykka.apiUrl, { hostname: 'evil.example' })).toThrow(TypeError)
    const url = config.eventEndpoints[0]?.url
    url?.searchParams.set('wc-api', 'other')
    expect(url?.href).toBe('https://shop.example/?wc-api=paykka')
  })

  it('names every missing variable in one message', () => {
    expect(named({}).toSorted()).toEqual([
      'BFF_ALLOWED_ORIGINS',
      'BFF_PUBLIC_URL',
      'BFF_SECRET_KEYS',
      'PAYKKA_API_URL',
      'PAYKKA_APP_ID',
      'PAYKKA_MERCHANT_ID',
      'PAYKKA_PLATFORM_PUBLIC_KEY',
      'PAYKKA_PRIVATE_KEY',
    ])
  })

  it('names what is missing, misspelled and wrong together, each once', () => {
    const env = {
      ...GOOD,
      PAYKKA_APP_ID: '',
      PORT: 'many',
      LOG_LEVEL: 'loud',
      PAYKKA_PRIVATE_KEY: 'x',
      BFF_PUBLIC_URL: 'ftp://x',
    }
    expect(named(env).toSorted()).toEqual([
      'BFF_PUBLIC_URL',
      'LOG_LEVEL',
      'PAYKKA_APP_ID',
      'PAYKKA_PRIVATE_KEY',
      'PORT',
    ])
  })

  it('names problems of every folder together, and each of a wallet whose other settings are wrong', () => {
    const env = {
      ...GOOD,
      PAYKKA_API_URL: 'x',
      SHOP_EVENTS_URL: 'ftp://x',
      SHOP_EVENTS_SECRET: 'x',
      CARD_ENTRY: 'encrypted-card',
      APPLE_PAY_DOMAIN: 'shop.example',
      APPLE_PAY_DECRYPTION: 'merchant',
      APPLE_PAY_MERCHANT_ID: 'x',
      GOOGLE_PAY_MERCHANT_ID: 'A-',
      GOOGLE_PAY_NETWORKS: 'visa',
      HOSTED_METHODS: 'bad',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'x',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      RETAIN_KEYS: '3',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    }
    const others = ['APPLE_PAY_PROCESSING_KEY', 'ENCRYPTED_CARD_CLIENT_KEY']
    const fine = [...Object.keys(GOOD), 'CARD_ENTRY', 'APPLE_PAY_DOMAIN', 'APPLE_PAY_DECRYPTION']
    const wrong = Object.keys(env).filter((name) => name === 'PAYKKA_API_URL' || !fine.includes(name))
    expect(named(env).toSorted()).toEqual([...wrong, ...others].toSorted())
  })

  it('sends traces to the collector that is named, and to none that speaks otherwise', () => {
    const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://collector:4318/'
    const OTEL_EXPORTER_OTLP_TRACES_ENDPOINT = 'https://collector.example/v1/traces'
    const settings = { headers: '', serviceName: 'paykka-bff', ratio: 1 }
    expect(load().tracing).toBeUndefined()
    expect(load({ OTEL_EXPORTER_OTLP_ENDPOINT }).tracing).toEqual({
      ...settings,
      url: 'http://collector:4318/v1/traces',
    })
    const both = { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT }
    expect(load(both).tracing?.url).toBe(OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)
    expect(load({ ...both, OTEL_SDK_DISABLED: 'true' }).tracing).toBeUndefined()
    const grpc = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }
    expect(load(grpc).tracing).toBeUndefined()
    expect(named({ ...GOOD, ...both, ...grpc })).toEqual(['OTEL_EXPORTER_OTLP_PROTOCOL'])
  })

  it('says what each should look like', () => {
    for (const line of problemsOf({})) expect(line.length).toBeGreaterThan(30)
  })

  const bad: [string, string][] = [
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'http://user@collector'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_SDK_DISABLED', 'yes'],
    ['PAYKKA_API_URL', 'openapi.paykka.com'],
    ['PAYKKA_API_URL', 'http://openapi-sandbox.paykka.com'],
    ['PAYKKA_API_URL', 'https://user:pw@openapi-sandbox.paykka.com'],
    ['PAYKKA_API_URL', 'https://openapi-sandbox.paykka.com/?a=b'],
    ['PAYKKA_APP_ID', 'with space'],
    ['PAYKKA_MERCHANT_ID', '1'.repeat(33)],
    ['PAYKKA_RESPONSE_SIGNATURE', 'maybe'],
    ['PAYKKA_TIMEOUT_MS', '0'],
    ['PAYKKA_TIMEOUT_MS', '1e9'],
    ['PAYKKA_TIMEOUT_MS', '1.5'],
    ['PAYKKA_DECLINE_CODES', '3005'],
    ['PAYKKA_DECLINE_CODES', 'a=b=c'],
    ['BFF_PUBLIC_URL', 'http://pay.shop.example'],
    ['BFF_ALLOWED_ORIGINS', 'https://shop.example/'],
    ['BFF_ALLOWED_ORIGINS', 'https://shop.example/path'],
    ['BFF_ALLOWED_ORIGINS', 'https://shop.example,http://other.example'],
    ['BFF_ALLOWED_ORIGINS', 'https://*.shop.example'],
    ['BFF_ALLOWED_ORIGINS', '*'],
    ['BFF_ALLOWED_ORIGINS', ','],
    ['BFF_SECRET_KEYS', 'k'.repeat(31)],
    ['BFF_SECRET_KEYS', `${'k'.repeat(32)},short`],
    ['BFF_SECRET_KEYS', `${'k'.repeat(31)}!`],
    ['BFF_SECRET_KEYS', `${'k'.repeat(31)}ü`],
    ['BFF_SECRET_KEYS', 'k'.repeat(257)],
    ['BFF_SECRET_KEYS', `:${'k'.repeat(32)}`],
    ['BFF_SECRET_KEYS', `admin:short`],
    ['BFF_SECRET_KEYS', 'admin:'],
    ['BFF_SECRET_KEYS', `two words:${'k'.repeat(32)}`],
    ['BFF_SECRET_KEYS', `${'n'.repeat(33)}:${'k'.repeat(32)}`],
    ['BFF_SECRET_KEYS', `a:b:${'k'.repeat(32)}`],
    ['BFF_SECRET_KEYS', `admin:${'k'.repeat(32)},admin:${'l'.repeat(32)}`],
    ['BFF_SECRET_KEYS', `key-2:${'k'.repeat(32)},${'l'.repeat(32)}`],
    ['DATABASE_URL', 'mysql://x'],
    ['DATABASE_URL', ''],
    ['DATABASE_URL', '  '],
    ['DATABASE_URL', 'sqlite:'],
    ['DATABASE_URL', 'sqlite: '],
    ['DATABASE_URL', 'sqlite::memory:'],
    ['DATABASE_URL', 'sqlite:file:ledger?mode=memory'],
    ['DATABASE_URL', 'sqlite:paykka.db?mode=memory'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['LOG_LEVEL', 'verbose'],
    ['REDIS_URL', 'http://redis'],
    ['RATE_LIMITS', 'ip=10'],
    ['RATE_LIMITS', 'ip=0/60'],
    ['RATE_LIMITS', 'nothing=1/60'],
    ['RATE_LIMITS', 'constructor=1/60'],
    ['RATE_LIMIT_EXEMPT', 'localhost'],
    ['CAPTCHA_VERIFY_URL', 'https://challenge.example/verify'],
    ['CHALLENGE_VERIFY_URL', 'challenge.example'],
    ['FRAUD_SCRIPT_URL', 'http://fraud.paykka.example/fraud.js'],
    ['FRAUD_SCRIPT_URL', 'fraud.js'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '999.0.0.1'],
    ['TRUST_PROXY', 'abc'],
    ['CARD_ENTRY', 'iframe'],
    ['CARD_BRANDS', 'visa,maestro'],
    ['SEARCHABLE_METADATA', 'a,b,c,d,e,f,g,h,i,j,k'],
    ['SEARCHABLE_METADATA', 'x'.repeat(41)],
    ['CARD_BRANDS', ','],
    ['PCI_DSS_ATTESTED', 'yes'],
  ]
  it.each(bad)('refuses %s=%s and names it', (name, value) => {
    expect(named({ ...GOOD, [name]: value })).toEqual([name])
  })

  it.each(['localhost', '127.0.0.1', '[::1]'])('takes plain http on this machine: %s', (host) => {
    expect(load({ PAYKKA_API_URL: `http://${host}:4010` }).paykka.apiUrl.hostname).toBe(host)
  })

  it.each([
    ['https://shop.example/?wc-api=paykka&a[]=%20&flag', 'https://shop.example/?wc-api=paykka&a[]=%20&flag'],
    ['https://shop.example/events#top', 'https://shop.example/events'],
  ])('sends events to %s', (address, url) => {
    const secret = `whsec_${Buffer.alloc(32).toString('base64')}`
    expect(load({ SHOP_EVENTS_URL: address, SHOP_EVENTS_SECRET: secret }).eventEndpoints[0]?.url.href).toBe(
      url,
    )
    const withUser = { ...GOOD, SHOP_EVENTS_URL: 'https://u:p@shop.example/', SHOP_EVENTS_SECRET: secret }
    expect(named(withUser)).toEqual(['SHOP_EVENTS_URL'])
  })

  it('reads a deprecated name, says so, and prefers the new name', () => {
    const former = { CHALLENGE_VERIFY_URL: 'https://captcha.example/verify', CHALLENGE_SECRET: 'former' }
    const { captcha, warnings } = load(former)
    expect(captcha).toMatchObject({ secret: 'former', hostnames: ['shop.example'] })
    expect(captcha?.verifyUrl.href).toBe(former.CHALLENGE_VERIFY_URL)
    expect(warnings.map(({ message }) => message)).toEqual([
      'CHALLENGE_VERIFY_URL is deprecated: rename it to CAPTCHA_VERIFY_URL',
      'CHALLENGE_SECRET is deprecated: rename it to CAPTCHA_SECRET',
    ])
    expect(load({ ...former, CAPTCHA_SECRET: 'new' }).captcha?.secret).toBe('new')
  })

  it('starts with what it does not know, and knows what that was meant to be', () => {
    const changes = { PAYKKA_API_ULR: 'x', PATH: '/bin' }
    expect(load(changes).warnings).toEqual([
      { variable: 'PAYKKA_API_ULR', message: expect.stringMatching(/did you mean PAYKKA_API_URL\?$/) },
    ])
  })

  it.each(['"', "'"])('takes off quotes that a shell would take off: %s', (quote) => {
    const quoted = Object.fromEntries(
      Object.entries(GOOD).map(([name, value]) => [name, `${quote}${value}${quote}`]),
    )
    const { paykka, publicUrl } = loadConfig(quoted)
    expect([paykka.appId, paykka.merchantId, publicUrl.origin]).toEqual([
      '978594372956732',
      '18356675194960',
      'https://pay.shop.example',
    ])
  })

  it('names DATABASE_URL where its password is not encoded', () => {
    const problems = problemsOf({ ...GOOD, DATABASE_URL: 'postgres://u:p#1@h' })
    expect(problems).toEqual([expect.stringMatching(/^DATABASE_URL: cannot be read as .*%23/)])
  })
})

describe('keys', () => {
  const publicPemOf = (name: string) => pem(rsaPair(name).publicKey)
  const forms: [string, Record<string, string | undefined>][] = [
    ['PEM', {}],
    ['bare Base64', { PAYKKA_PRIVATE_KEY: bare(privatePem), PAYKKA_PLATFORM_PUBLIC_KEY: bare(publicPem) }],
    [
      'PEM in one line with \\n',
      {
        PAYKKA_PRIVATE_KEY: privatePem.replaceAll('\n', '\\n'),
        PAYKKA_PLATFORM_PUBLIC_KEY: publicPem.replaceAll('\n', '\\n'),
      },
    ],
    [
      'files',
      {
        PAYKKA_PRIVATE_KEY: undefined,
        PAYKKA_PRIVATE_KEY_FILE: inFile('private.pem', privatePem),
        PAYKKA_PLATFORM_PUBLIC_KEY: undefined,
        PAYKKA_PLATFORM_PUBLIC_KEY_FILE: inFile('public.txt', bare(publicPem)),
      },
    ],
  ]
  it.each(forms)('may come as %s', (_name, changes) => {
    const { paykka } = load(changes)
    expect(paykka.keys.current().privateKey.equals(merchant.privateKey)).toBe(true)
    expect(paykka.keys.current().platformKeys.map((key) => key.equals(platform.publicKey))).toEqual([true])
  })

  it.each([publicPem, bare(publicPem)])('of PayKKa may be two during a rotation', (first) => {
    const second = publicPemOf('second')
    expect(
      load({ PAYKKA_PLATFORM_PUBLIC_KEY: `${first},${second}` }).paykka.keys.current().platformKeys,
    ).toHaveLength(2)
    expect(
      load({ PAYKKA_PLATFORM_PUBLIC_KEY: `${first},${second},${first}` }).paykka.keys.current().platformKeys,
    ).toHaveLength(2)
    expect(
      named({ ...GOOD, PAYKKA_PLATFORM_PUBLIC_KEY: `${first},${second},${publicPemOf('third')}` }),
    ).toEqual(['PAYKKA_PLATFORM_PUBLIC_KEY'])
  })

  const wrong: [string, Record<string, string | undefined>][] = [
    ['too small', { PAYKKA_PRIVATE_KEY: pem(small.privateKey) }],
    ['not RSA', { PAYKKA_PRIVATE_KEY: pem(curve.privateKey) }],
    ['cut off', { PAYKKA_PRIVATE_KEY: privatePem.slice(0, 800) }],
    ['one letter off', { PAYKKA_PRIVATE_KEY: bare(privatePem).replace(/^.{9}/, 'AAAAAAAAA') }],
    ['a public key', { PAYKKA_PRIVATE_KEY: publicPem }],
    ['missing on disk', { PAYKKA_PRIVATE_KEY: undefined, PAYKKA_PRIVATE_KEY_FILE: join(folder, 'none.pem') }],
    ['a folder', { PAYKKA_PRIVATE_KEY: undefined, PAYKKA_PRIVATE_KEY_FILE: folder }],
    ['an empty file', { PAYKKA_PRIVATE_KEY: undefined, PAYKKA_PRIVATE_KEY_FILE: inFile('empty', '') }],
  ]
  it.each(wrong)("of one's own that are %s are refused by name, without a byte of them", (_name, changes) => {
    const [line = '', ...more] = problemsOf({ ...GOOD, ...changes })
    expect([line.startsWith('PAYKKA_PRIVATE_KEY: '), more]).toEqual([true, []])
    const text = bare(changes.PAYKKA_PRIVATE_KEY ?? '')
    for (let at = 0; at + 12 <= text.length; at += 12) expect(line).not.toContain(text.slice(at, at + 12))
  })

  it('of PayKKa may not be private', () => {
    const key = base64(merchant.privateKey)
    const [line = ''] = problemsOf({ ...GOOD, PAYKKA_PLATFORM_PUBLIC_KEY: key })
    expect(line).toMatch(/^PAYKKA_PLATFORM_PUBLIC_KEY: is a private key/)
  })
})

describe('PCI_DSS_ATTESTED', () => {
  const rows: [string, string, string | undefined, boolean][] = [
    ['https://openapi.paykka.com', 'frame', undefined, false],
    ['https://openapi.paykka.com', 'inline', 'false', false],
    ['https://openapi.eu.paykka.com', 'frame', undefined, false],
    ['https://OPENAPI.paykka.com', 'frame', undefined, false],
    ['https://openapi.paykka.com.', 'frame', undefined, false],
    ['https://gateway.example', 'frame', undefined, false],
    ['https://gateway.example', 'frame', 'true', true],
    ['https://openapi.paykka.com', 'frame', 'true', true],
    ['https://openapi.eu.paykka.com', 'inline', 'true', true],
    ['https://openapi-sandbox.paykka.com', 'frame', undefined, true],
    ['http://127.0.0.1:4010', 'inline', undefined, true],
  ]
  it.each(rows)('%s with %s and %s: %s', (PAYKKA_API_URL, CARD_ENTRY, PCI_DSS_ATTESTED, allowed) => {
    expect(named({ ...GOOD, PAYKKA_API_URL, CARD_ENTRY, PCI_DSS_ATTESTED })).toEqual(
      allowed ? [] : ['CARD_ENTRY'],
    )
  })
})

describe('the documentation', () => {
  const root = new URL('../../../../', import.meta.url).pathname

  it('.env.example names every variable with its default (vitest -u writes it)', async () => {
    await expect(envExample()).toMatchFileSnapshot(`${root}.env.example`)
  })

  it('docs/reference/configuration.md names every variable (vitest -u writes it)', async () => {
    await expect(configurationPage()).toMatchFileSnapshot(`${root}docs/reference/configuration.md`)
  })

  it('every variable has a meaning and is named once', () => {
    const names = variables().map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { description } of variables()) expect(description.length).toBeGreaterThan(15)
  })

  it('knows every variable the emulator reads, and no other', () => {
    const source = readFileSync(`${root}packages/emulator/src/main.ts`, 'utf8')
    const read = [...source.matchAll(/env\.(EMULATOR_[A-Z_]+)/g)].map(([, name]) => name)
    expect(EMULATOR_VARIABLES.map(([name]) => name).toSorted()).toEqual([...new Set(read)].toSorted())
  })
})
