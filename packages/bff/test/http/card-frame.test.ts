/** The frame's page: the form drawn in the language and look its address asks for, and nothing of the address in it. */
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { cardFramePage } from '../../src/http/pages/card-frame-page.ts'
import { shareWorld } from '../support/shared-world.ts'

const world = shareWorld()
const open = async (query: string, headers: Record<string, string> = {}) =>
  await world().app.inject({ url: `/card-frame?${query}`, headers })
const pageOf = async (query: string) => (await open(query)).body

describe('GET /card-frame', () => {
  it('draws the form in English, with the accepted brands, for light and dark', async () => {
    const page = await pageOf('')
    expect(page).toContain('<html lang="en" dir="ltr">')
    expect(page).toContain('<meta name="color-scheme" content="light dark">')
    expect(page).toContain(
      '<paykka-card-form><template shadowrootmode="open"><style>:host{display:block}</style>',
    )
    expect(page).toContain('<label>Card number</label>')
    expect(page).toContain('<i>v</i><i>m</i>')
    expect(page).toMatch(/Accepted cards: Visa, Mastercard/)
    expect(page).not.toContain('{{')
  })

  it('draws another language its way, and escapes its texts', async () => {
    const page = await pageOf('locale=ar-EG&theme=dark')
    expect(page).toContain('<html lang="ar" dir="rtl">')
    expect(page).toContain('<meta name="color-scheme" content="dark">')
    expect(page).toContain('<label>&quot;&lt;رقم&gt;&quot;</label>')
  })

  it.each(['ar', 'ar_EG', 'ar_EG.UTF-8', 'AR-eg', 'ar-EG,en;q=0.5'])('draws it for %s', async (tag) => {
    expect(await pageOf(`locale=${encodeURIComponent(tag)}`)).toContain('<html lang="ar" dir="rtl">')
  })

  it('may be embedded by a page that isolates itself (COEP)', async () => {
    expect((await open('')).headers).toMatchObject({
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'cross-origin',
    })
  })

  it('draws no card form where a security code alone is asked for', async () => {
    expect(await pageOf('form=code')).toMatch(/<body>\s*<script[^>]*><\/script>\s*<\/body>/)
  })

  it('asks for its script after the form, so that nothing comes between the form and its first painting', async () => {
    expect(await pageOf('')).toMatch(
      /<\/paykka-card-form>\s*<script[^>]*card-frame\.js"><\/script>\s*<script[^>]*test-cards\.js"><\/script>\s*<\/body>/,
    )
  })

  it('takes test cards beside the emulator only', () => {
    const data = { cardKey: {}, parentOrigins: [], cardBrands: [], serverTime: 0 }
    const drawn = { pageStyles: '', formStyles: '', form: '', marks: {}, names: {}, locales: {} }
    const page = (testCards: boolean) => cardFramePage(drawn, { ...data, testCards }, {})
    expect(page(true)).toContain('test-cards.js')
    expect(page(false)).not.toContain('test-cards')
  })

  it.each([
    'locale=xx',
    'locale=__proto__',
    'locale=constructor',
    'locale=%22%3E%3Cscript%3E&theme=%22%3E%3C',
    'theme=black&form=card&other=1',
    `locale=${'x'.repeat(100)}&theme=automatic&form=whole-card`,
  ])('takes %s for nothing said', async (query) => {
    const time = /<meta name="paykka-server-time"[^>]*>/
    const response = await open(query)
    expect(response.statusCode).toBe(200)
    expect(response.body.replace(time, '')).toBe((await pageOf('')).replace(time, ''))
  })

  it('is compressed for who can read that', async () => {
    const response = await open('', { 'accept-encoding': 'gzip, deflate, br' })
    expect(response.headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: expect.stringContaining('accept-encoding'),
    })
    expect(gunzipSync(response.rawPayload).toString()).toContain('<label>Card number</label>')
    expect((await open('')).headers['content-encoding']).toBeUndefined()
  })
})
