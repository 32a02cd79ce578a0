/** APPEARANCE_FILE: checked at the start, sent to the element, its fonts served, and allowed in the card frame. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readAppearance } from '../../src/checkouts/appearance/appearance-settings.ts'
import { shop, startWorld } from '../support/world.ts'

const ORIGINS = {
  publicUrl: new URL('https://pay.shop.example'),
  allowedOrigins: ['https://shop.example'],
}
const FONT = Buffer.concat([Buffer.from('wOF2'), Buffer.alloc(60)])

function fileWith(content: unknown, fonts: Record<string, Buffer> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'appearance-'))
  for (const [name, bytes] of Object.entries(fonts)) writeFileSync(join(folder, name), bytes)
  const file = join(folder, 'brand.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const read = (content: unknown, fonts?: Record<string, Buffer>) =>
  readAppearance({ APPEARANCE_FILE: fileWith(content, fonts) }, ORIGINS)

const LOOK = {
  labels: 'floating',
  tokens: { 'color-brand': 'light-dark(#123456, oklch(80% 0.1 200))', 'font-family': '"Inter", sans-serif' },
  rules: { input: { 'border-bottom': '2px solid #555' }, 'input:focus': { 'outline-color': '#123456' } },
}

describe('readAppearance', () => {
  it('takes a look as it is, and nothing without a file', () => {
    expect(read(LOOK)).toEqual({ appearance: LOOK, fontFiles: [] })
    expect(readAppearance({ APPEARANCE_FILE: undefined }, ORIGINS)).toBeUndefined()
  })

  it.each<[unknown, string]>([
    ['{', 'is not JSON'],
    [[], 'must hold one JSON object'],
    [{ colors: {} }, 'there is no member "colors": use tokens, rules, fonts, labels'],
    [{ labels: 'below' }, 'labels must be one of above, floating, inside'],
    [{ tokens: { brand: '#123456' } }, 'tokens has no "brand"'],
    [{ tokens: { 'color-brand': 'url(https://evil.example)' } }, 'tokens.color-brand must be a color'],
    [{ tokens: { 'color-brand': 'var(--x)' } }, 'no url(), var() or calc()'],
    [{ tokens: { radius: 4 } }, 'tokens.radius must be'],
    [{ rules: { textbox: {} } }, 'rules has no part "textbox": use input, label'],
    [{ rules: { 'input:visited': {} } }, 'rules.input has no state "visited": use hover, focus'],
    [{ rules: { error: { position: 'fixed' } } }, 'rules.error has no "position"'],
    [{ rules: { input: { color: 'red;background:url(x)' } } }, 'rules.input.color must be'],
    [{ rules: { constructor: {} } }, 'rules has no part "constructor"'],
    [{ fonts: {} }, 'fonts must be a list'],
    [{ fonts: [{ family: 'Inter', src: 'inter.ttf' }] }, 'fonts.0.src must be a .woff2 or .woff file'],
    [{ fonts: [{ family: 'Inter', src: '../inter.woff2' }] }, 'must be a file beside brand.json'],
    [{ fonts: [{ family: 'Inter', src: 'inter.woff2' }] }, 'there is no such file'],
    [{ fonts: [{ family: 'a"b', src: 'inter.woff2' }] }, 'fonts.0 needs a family'],
    [{ fonts: [null] }, 'fonts.0 needs a family'],
    [
      { fonts: [{ family: 'Inter', src: 'https://cdn.example/inter.woff2' }] },
      'https://cdn.example, which is not in BFF_ALLOWED_ORIGINS',
    ],
    [{ tokens: { 'color-brand': '#'.padEnd(20_001, '0') } }, 'has more than 20 kB'],
  ])('refuses %j: %s', (content, problem) => {
    expect(() => read(content)).toThrow(problem)
  })

  it('names several problems at once', () => {
    expect(() => read({ labels: 'x', density: 'x' })).toThrow(/labels must .*; density must /)
  })

  it('refuses a file that is no font', () => {
    const fonts = [{ family: 'Inter', src: 'inter.woff2' }]
    expect(() => read({ fonts }, { 'inter.woff2': Buffer.from('<svg>') })).toThrow('must be a WOFF')
  })
})

describe('APPEARANCE_FILE', () => {
  const fonts = [
    { family: 'Inter', src: 'inter.woff2', weight: '100 900' },
    { family: 'Own', src: 'https://shop.example/own.woff2' },
  ]

  it('reaches the element, and its fonts are served with CORS', async () => {
    const file = fileWith({ ...LOOK, fonts }, { 'inter.woff2': FONT })
    const world = await startWorld({ env: { APPEARANCE_FILE: file } })
    const { clientSecret } = await shop(world).create()
    const { appearance } = (
      await world.app.inject({
        url: '/client/v1/checkout',
        headers: { authorization: `Bearer ${clientSecret}` },
      })
    ).json()
    expect(appearance).toMatchObject(LOOK)
    expect(appearance.fonts[1]).toEqual(fonts[1])
    const { pathname } = new URL(appearance.fonts[0].src)
    expect(pathname).toMatch(/^\/fonts\/[0-9a-f]{12}-inter\.woff2$/)
    const font = await world.app.inject({ url: pathname })
    expect(font.rawPayload).toEqual(FONT)
    expect(font.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=31536000, immutable',
    })
    const { directives } = (await world.app.inject({ url: '/csp' })).json()
    expect(directives['font-src']).toHaveLength(1)
  })

  it('is not needed, and then there is no font', async () => {
    const world = await startWorld()
    const answer = await world.app.inject({ url: '/fonts/0123456789ab-inter.woff2' })
    expect(answer.statusCode).toBe(404)
    expect((await world.app.inject({ url: '/fonts/..%2f..%2fpackage.json' })).statusCode).toBe(404)
  })

  it('stops the start when it is wrong, by the name of the variable', async () => {
    const env = { APPEARANCE_FILE: fileWith({ labels: 'below' }) }
    await expect(startWorld({ env })).rejects.toThrow(/APPEARANCE_FILE: brand\.json: labels must be one of/)
  })
})

describe('the card frame', () => {
  it('allows fonts of the BFF and of the storefronts, and of nobody else', async () => {
    const world = await startWorld()
    const { headers } = await world.app.inject({ url: '/card-frame' })
    const policy = String(headers['content-security-policy']).split('; ')
    const origins = world.config.allowedOrigins.join(' ')
    expect(policy).toContain(`font-src 'self' ${origins}`)
    expect(policy).toContain("default-src 'none'")
  })
})
