/** The description as a page: there for developers, never where real money moves, and closed to the outside. */
import { describe, expect, it } from 'vitest'
import { startWorld } from '../support/world.ts'

describe('/docs', () => {
  it('is a page whose every part comes from this server', async () => {
    const { app } = await startWorld()
    const page = await app.inject({ url: '/docs' })
    expect(page.statusCode).toBe(200)
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    const parts = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path)
    expect(parts.length).toBeGreaterThan(4)
    for (const part of parts) {
      const { pathname, origin } = new URL(part, 'http://bff.example/docs')
      expect(origin).toBe('http://bff.example')
      expect((await app.inject({ url: pathname })).statusCode, pathname).toBe(200)
    }
    expect((await app.inject({ url: '/docs/json' })).json()).toHaveProperty('paths')
    expect((await app.inject({ url: '/docs/nothing' })).json()).toMatchObject({ code: 'not_found' })
    expect(page.headers['x-content-type-options']).toBe('nosniff')
  })

  it('is not there with a live PayKKa host', async () => {
    const env = { PAYKKA_API_URL: 'https://openapi.paykka.com', PCI_DSS_ATTESTED: 'true' }
    const { app } = await startWorld({ env })
    for (const url of ['/docs', '/docs/', '/docs/json', '/docs/static/swagger-ui.css'])
      expect((await app.inject({ url })).statusCode, url).toBe(404)
    expect((await app.inject({ url: '/openapi.json' })).statusCode).toBe(200)
  })
})
