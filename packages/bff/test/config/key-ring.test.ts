/** Keys in the forms people have: harmless mistakes are corrected, all others are named, and no byte of a key is shown. */
import type { KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { readPrivateKey, readPublicKeys } from '../../src/config/key-ring.ts'
import { keyBlocks } from '../../src/environment/key-blocks.ts'
import { ecPair, rsaPair } from '../support/keys.ts'
import { merchant, platform } from '../support/merchant.ts'

const second = rsaPair('second')
const curve = ecPair('curve')

const privatePem = (key: KeyObject, type: 'pkcs8' | 'pkcs1' = 'pkcs8') =>
  key.export({ type, format: 'pem' } as { type: 'pkcs8'; format: 'pem' }).toString()
const publicPem = (key: KeyObject, type: 'spki' | 'pkcs1' = 'spki') =>
  key.export({ type, format: 'pem' }).toString()
const OWN = privatePem(merchant.privateKey)
const PLATFORM = publicPem(platform.publicKey)
const bare = (pem: string) => pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '')

/** openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -days 36500 -subj /CN=test */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDATCCAemgAwIBAgIUVhrMOxf/Y0ZIsddXR5CcsDWzRyAwDQYJKoZIhvcNAQEL
BQAwDzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMzAxNTM3MTBaGA8yMTI2MTEwNjE1
MzcxMFowDzENMAsGA1UEAwwEdGVzdDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCC
AQoCggEBAJB9Ts9gQ5vC22sKf24WPlqmbLXOWibjtNsEvBcvHsJOUPDvx1s/L7kO
4qH8nCvxODbIFhLSnUDYsY/hzPPOJTT1UnsqwsG/RWC5EvqNfIDIj6C3z2Rhr6P2
CS8sMxh/xFpJ6mT4CfLs+42dk9T82ZIXmQtPuvq3xILv7kL4DcSyAOcA49y4xhGt
FVHYa0JTulWLUrlJpH9iJ2ld/d0uII3yWXO03vbu7xh2mVrP+kf1fyL4YNU10/YG
zMZwbIuEGHQf5gvB0iq/oFXA4iRqsOPuw11Hz2NJxyfou0R35GSFm8/LBsW4nKTT
MNiMOlj8sFwqwsKT49U6byy7hwC6jgMCAwEAAaNTMFEwHQYDVR0OBBYEFKX4D9Ji
t4McNs+r0JzxTnRe3XQ/MB8GA1UdIwQYMBaAFKX4D9Jit4McNs+r0JzxTnRe3XQ/
MA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEBACJaR3UnBpNXgIsF
uBXM0S1O6xQKP7onRulVt8Y91PRHt4GmvmIicV9om7vgpOQOzcgnrfqtLkewYx1i
RJziP0g7axKr5nxkcYhLUAIGcznTnnoiBfq66HevMlvkMVs7wP0IiEX9c+99H9xV
1UU7+zB7jbhZM/aLcrMi6sCexZMaxLxgOKxYTNwA/fLuHghuQqq2AZBVq5oamcRB
ZDY/03N7h6yAjndOO94uql8Vn1laAGiXz2J47xoLZhSVQGKciFOL2Z16V3S++oNf
9CCy5qIT/2x6aQxwNDTy7bq+Jgy1F6tjzXCihUJNLMA99nwbo6ioq1XFyu4e33S+
KCp7rNQ=
-----END CERTIFICATE-----
`

const folder = mkdtempSync(join(tmpdir(), 'paykka-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const inFile = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

/** What a harmless change does to a PEM text. */
const SPELLINGS: [string, (pem: string) => string][] = [
  ['PEM', (pem) => pem],
  ['PEM without the last line end', (pem) => pem.trimEnd()],
  ['Windows line ends', (pem) => pem.replaceAll('\n', '\r\n')],
  ['old Mac line ends', (pem) => pem.replaceAll('\n', '\r')],
  ['\\n in letters', (pem) => pem.replaceAll('\n', '\\n')],
  ['\\\\n, escaped twice', (pem) => pem.replaceAll('\n', '\\\\n')],
  ['\\r\\n in letters', (pem) => pem.replaceAll('\n', '\\r\\n')],
  ['double quotes', (pem) => `"${pem}"`],
  ['single quotes and \\n', (pem) => `'${pem.replaceAll('\n', '\\n')}'`],
  ['YAML', (pem) => pem.replaceAll(/^/gm, '    ')],
  ['one line with blanks', (pem) => pem.trim().replaceAll('\n', ' ')],
  ['one line with nothing between', (pem) => pem.replaceAll('\n', '')],
  ['a byte order mark', (pem) => `\ufeff${pem}`],
  ['text before and after', (pem) => `Bag Attributes\n    friendlyName: key\n${pem}\nend\n`],
  ['Base64', bare],
  ['Base64 in lines', (pem) => bare(pem).replace(/(.{64})/g, '$1\n')],
  [
    'Base64 for web addresses',
    (pem) => bare(pem).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  ],
  ['PEM in Base64', (pem) => Buffer.from(pem).toString('base64')],
  [
    'PEM in Base64 in lines',
    (pem) =>
      Buffer.from(pem)
        .toString('base64')
        .replace(/(.{76})/g, '$1\n'),
  ],
]

describe("one's own private key", () => {
  it.each(SPELLINGS)('may be written as %s', (_name, write) => {
    for (const type of ['pkcs8', 'pkcs1'] as const) {
      const text = write(privatePem(merchant.privateKey, type))
      expect(readPrivateKey({ PAYKKA_PRIVATE_KEY: text }).equals(merchant.privateKey)).toBe(true)
      const PAYKKA_PRIVATE_KEY_FILE = inFile('private', text)
      expect(readPrivateKey({ PAYKKA_PRIVATE_KEY_FILE }).equals(merchant.privateKey)).toBe(true)
    }
  })

  it.each(['pkcs8', 'pkcs1'] as const)('may be DER in the form %s', (type) => {
    const PAYKKA_PRIVATE_KEY_FILE = inFile('private.der', merchant.privateKey.export({ type, format: 'der' }))
    expect(readPrivateKey({ PAYKKA_PRIVATE_KEY_FILE }).equals(merchant.privateKey)).toBe(true)
  })

  it('may stand beside its certificate or its public half, and under another label', () => {
    const texts = [
      `${CERTIFICATE}${OWN}`,
      `${OWN}${publicPem(merchant.publicKey)}`,
      OWN.replaceAll('PRIVATE KEY', 'RSA PRIVATE KEY'),
    ]
    for (const text of texts)
      expect(readPrivateKey({ PAYKKA_PRIVATE_KEY: text }).equals(merchant.privateKey)).toBe(true)
  })

  const encrypted = merchant.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
    .toString()
  const traditional = merchant.privateKey
    .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
    .toString()
  const wrong: [string, string, string][] = [
    ['protected by a passphrase', encrypted, 'is protected by a passphrase'],
    ['protected in the old form', traditional, 'is protected by a passphrase'],
    ['protected, in Base64', bare(encrypted), 'is protected by a passphrase'],
    ['a public key', PLATFORM, 'is a public key: your private key belongs here'],
    ['a public key in Base64', bare(PLATFORM), 'is a public key'],
    ['a certificate', CERTIFICATE, 'is a certificate and not a key'],
    [
      'an EC key',
      privatePem(curve.privateKey),
      'is a key of the kind prime256v1: PayKKa takes RSA keys only',
    ],
    [
      'too short',
      privatePem(rsaPair('small', 1024).privateKey),
      'is an RSA key of 1024 bits: 2048 or more are needed',
    ],
    ['two keys', `${OWN}${privatePem(second.privateKey)}`, 'holds 2 private keys'],
    [
      'of OpenSSH',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----',
      'ssh-keygen -p -m PKCS8',
    ],
    ['a public key of OpenSSH', `ssh-rsa ${'A'.repeat(300)} me@host`, 'in the form of OpenSSH'],
    ['cut off', OWN.slice(0, 900), 'a part of it is missing'],
    ['cut off in Base64', bare(OWN).slice(0, 900), 'a part of it is missing'],
    ['the name of a file', './keys/merchant-private.pem', 'looks like the name of a file'],
    ['a word', 'secret', 'is not a key'],
  ]
  it.each(wrong)('that is %s is named', (_name, text, message) => {
    expect(() => readPrivateKey({ PAYKKA_PRIVATE_KEY: text })).toThrow(message)
  })

  it('that is an unreadable file is reported with its name', () => {
    expect(() => readPrivateKey({ PAYKKA_PRIVATE_KEY_FILE: join(folder, 'none') })).toThrow(
      'there is no such file',
    )
    expect(() => readPrivateKey({ PAYKKA_PRIVATE_KEY_FILE: folder })).toThrow('it is a folder')
    expect(() => readPrivateKey({ PAYKKA_PRIVATE_KEY_FILE: inFile('empty', '') })).toThrow('is empty')
    expect(() => readPrivateKey({ PAYKKA_PRIVATE_KEY_FILE: OWN })).toThrow(
      'PAYKKA_PRIVATE_KEY_FILE holds a key',
    )
    expect(() => readPrivateKey({})).toThrow('set PAYKKA_PRIVATE_KEY or PAYKKA_PRIVATE_KEY_FILE')
  })
})

describe("PayKKa's public keys", () => {
  const SECOND = publicPem(second.publicKey)
  const read = (text: string) => readPublicKeys({ PAYKKA_PRIVATE_KEY: OWN, PAYKKA_PLATFORM_PUBLIC_KEY: text })
  const readFiles = (...names: string[]) =>
    readPublicKeys({ PAYKKA_PRIVATE_KEY: OWN, PAYKKA_PLATFORM_PUBLIC_KEY_FILE: names.join(',') })
  const areBoth = (keys: KeyObject[]) =>
    keys.length === 2 && keys[0]?.equals(platform.publicKey) && keys[1]?.equals(second.publicKey)

  it.each(SPELLINGS)('may be written as %s', (_name, write) => {
    for (const type of ['spki', 'pkcs1'] as const) {
      const text = write(publicPem(platform.publicKey, type))
      expect(read(text).map((key) => key.equals(platform.publicKey))).toEqual([true])
      expect(readFiles(inFile('public', text)).map((key) => key.equals(platform.publicKey))).toEqual([true])
    }
  })

  it('are all read during a rotation, wherever they stand', () => {
    const der = (key: KeyObject) => key.export({ type: 'spki', format: 'der' })
    const together = [
      read(`${PLATFORM}${SECOND}`),
      read(`${PLATFORM},${SECOND}`),
      read(`${bare(PLATFORM)},${bare(SECOND)}`),
      read(`${PLATFORM},${bare(SECOND)}`),
      read(`${PLATFORM}${SECOND}`.replaceAll('\n', '\\n')),
      readFiles(inFile('both.pem', `${PLATFORM}\n\n${SECOND}`)),
      readFiles(inFile('one.pem', PLATFORM), inFile('two.pem', SECOND)),
      readFiles(inFile('one.der', der(platform.publicKey)), ` ${inFile('two.der', der(second.publicKey))}`),
    ]
    expect(together.map(areBoth)).toEqual(together.map(() => true))
  })

  it('count once when they are listed twice, and three are too many', () => {
    expect(read(`${PLATFORM}${PLATFORM}`)).toHaveLength(1)
    expect(() => read(`${PLATFORM}${SECOND}${publicPem(rsaPair('third').publicKey)}`)).toThrow(
      'more than two keys',
    )
  })

  const wrong: [string, string, string][] = [
    [
      'a private key',
      privatePem(platform.privateKey),
      "is a private key: the platform's public key belongs here",
    ],
    ["one's own private key", OWN, 'is a private key'],
    ["one's own public key", publicPem(merchant.publicKey), 'is your own public key'],
    [
      "one's own, beside the right one",
      `${PLATFORM}${publicPem(merchant.publicKey)}`,
      'is your own public key',
    ],
    ['a certificate', CERTIFICATE, 'openssl x509'],
    ['an EC key', publicPem(curve.publicKey), 'is a key of the kind prime256v1'],
    ['an EC key in Base64', bare(publicPem(curve.publicKey)), 'is a key of the kind prime256v1'],
    ['too short', publicPem(rsaPair('small', 1024).publicKey), 'is an RSA key of 1024 bits'],
    ['cut off', bare(PLATFORM).slice(0, 100), 'a part of it is missing'],
  ]
  it.each(wrong)('that are %s are named', (_name, text, message) => {
    expect(() => read(text)).toThrow(message)
  })
})

describe('keyBlocks', () => {
  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array()), (content) => Array.isArray(keyBlocks(content))),
    )
    const start = fc.constantFrom(
      '-----BEGIN PUBLIC KEY-----',
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n',
    )
    const broken = fc.tuple(start, fc.base64String(), fc.string()).map((parts) => parts.join(''))
    fc.assert(fc.property(broken, (content) => Array.isArray(keyBlocks(content))))
  })
})
