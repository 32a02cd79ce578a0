/** Pages that are set up wrongly are logged, once a minute for each origin. */
import { describe, expect, it } from 'vitest'
import { SECRET_KEY, SHOP_ORIGIN, startWorld } from '../support/world.ts'

const linesAbout = (logs: string[], mistake: string) =>
  logs.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line.mistake === mistake)

const WARN = 40

describe('a page of an origin that is not allowed', () => {
  it.each(['https://www.shop.example', 'http://shop.example', 'https://shop.example:8443', 'null'])(
    'is logged: %s',
    async (origin) => {
      const { app, logs, clock } = await startWorld()
      const preflight = () =>
        app.inject({
          method: 'OPTIONS',
          url: '/client/v1/checkout',
          headers: { origin, 'access-control-request-method': 'GET' },
        })
      expect((await preflight()).headers['access-control-allow-origin']).toBeUndefined()
      await preflight()
      await app.inject({ url: '/client/v1/checkout', headers: { origin } })
      const mistake = origin === 'null' ? 'page_sandboxed' : 'origin_not_allowed'
      expect(linesAbout(logs, mistake)).toMatchObject([{ level: WARN, origin }])
      clock.advance(61_000)
      await preflight()
      expect(linesAbout(logs, mistake)).toHaveLength(2)
    },
  )

  it('is not an allowed one, nor a server', async () => {
    const { app, logs } = await startWorld()
    await app.inject({ url: '/client/v1/checkout', headers: { origin: SHOP_ORIGIN } })
    await app.inject({ url: '/client/v1/checkout' })
    expect(linesAbout(logs, 'origin_not_allowed')).toEqual([])
  })
})

describe('a secret key of the shop in a browser', () => {
  it.each([{ origin: SHOP_ORIGIN }, { 'sec-fetch-site': 'same-origin' }])(
    'is refused with its own code, and logged without the key: %j',
    async (headers) => {
      const { app, logs } = await startWorld()
      const authorization = `Bearer ${SECRET_KEY}`
      const answer = await app.inject({ url: '/client/v1/checkout', headers: { ...headers, authorization } })
      expect(answer.statusCode).toBe(401)
      expect(answer.json()).toMatchObject({ code: 'secret_key_in_browser' })
      expect(answer.headers['www-authenticate']).toBe('Bearer')
      expect(linesAbout(logs, 'secret_key_in_browser')).toMatchObject([{ level: WARN }])
      expect(logs.join('')).not.toContain(SECRET_KEY)
    },
  )

  it('is merely no client secret where a server sends it', async () => {
    const { app } = await startWorld()
    const authorization = `Bearer ${SECRET_KEY}`
    const answer = await app.inject({ url: '/client/v1/checkout', headers: { authorization } })
    expect(answer.json()).toMatchObject({ code: 'unauthorized' })
  })
})
