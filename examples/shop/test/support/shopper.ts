/** A shopper without a browser: keeps the cookie and fills in forms. */
import type { FastifyInstance, InjectOptions } from 'fastify'
import { buildShop } from '../../src/app.ts'
import type { ShopConfig } from '../../src/config.ts'
import { SECRET_KEY } from './fake-bff.ts'

export const testConfig = (bffUrl: string): ShopConfig => ({
  host: '127.0.0.1',
  port: 4000,
  publicUrl: 'http://localhost:4000',
  bffUrl,
  secretKey: SECRET_KEY,
  eventsSecret: undefined,
  checkoutSeconds: 3600,
  emulatorUrl: undefined,
  showTestCards: true,
  backOffice: true,
})

export const openShop = (bffUrl: string) => buildShop(testConfig(bffUrl), { logLevel: 'silent' })

export type Answer = { status: number; body: string; location: string; headers: Record<string, unknown> }

export class Shopper {
  readonly #shop: FastifyInstance
  #cookie = ''

  constructor(shop: FastifyInstance) {
    this.#shop = shop
  }

  get(url: string): Promise<Answer> {
    return this.#send({ method: 'GET', url, headers: this.#headers() })
  }

  post(url: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const payload = new URLSearchParams(form).toString()
    return this.#send({ method: 'POST', url, payload, headers: { ...this.#headers(), ...type, ...headers } })
  }

  postJson(url: string, body: Record<string, unknown>): Promise<Answer> {
    return this.#send({ method: 'POST', url, payload: body, headers: this.#headers() })
  }

  /** The same shop, seen from another browser. */
  forget(): Shopper {
    return new Shopper(this.#shop)
  }

  add(product: string, quantity = '1'): Promise<Answer> {
    return this.post('/basket/add', { product, quantity })
  }

  #headers(): Record<string, string> {
    return { host: 'localhost:4000', cookie: this.#cookie }
  }

  async #send(options: InjectOptions): Promise<Answer> {
    const response = await this.#shop.inject(options)
    const [cookie] = response.cookies
    if (cookie) this.#cookie = `${cookie.name}=${cookie.value}`
    const location = String(response.headers.location ?? '')
    return { status: response.statusCode, body: response.body, location, headers: response.headers }
  }
}
