/** The shop's server: one page per framework, and a checkout for whoever opens one. */
import { readFile } from 'node:fs/promises'
import formBody from '@fastify/formbody'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import Fastify from 'fastify'
import type { Bff } from './bff.ts'

export type Settings = { bff: Bff; bffUrl: string; publicUrl: string }

type Access = { bffUrl: string; clientSecret?: string }
type Renderer = { render(access: Access): string }

const dist = new URL('../dist/', import.meta.url)
const pageOf = (name: string) => readFile(new URL(`browser/${name}/index.html`, dist), 'utf8')
const rendererOf = async (name: string) => (await import(new URL(`server/${name}.js`, dist).href)) as Renderer

export async function buildApp({ bff, bffUrl, publicUrl }: Settings): Promise<FastifyInstance> {
  const app = Fastify()
  await app.register(formBody)
  await app.register(fastifyStatic, { root: new URL('browser/assets', dist).pathname, prefix: '/assets/' })
  app.addHook('onSend', async (_, reply) => {
    reply.headers({ 'content-security-policy': policy(bffUrl), 'cache-control': 'no-store' })
  })

  const open = async (page: string): Promise<Access> => {
    const { clientSecret } = await bff.createCheckout(`${publicUrl}/${page}`)
    return { bffUrl, clientSecret }
  }

  for (const page of ['vue', 'svelte', 'angular']) {
    app.get(`/${page}`, async (_, reply) => reply.type('text/html').send(await pageOf(page)))
    app.post(`/checkouts/${page}`, () => open(page))
    app.get(`/checkouts/${page}`, async () => ({ bffUrl }))
  }

  for (const page of ['react', 'plain']) {
    app.get<{ Querystring: { checkout?: string } }>(`/${page}`, async ({ query }, reply) => {
      // Back from the bank: the element goes on with the checkout it kept.
      const access = query.checkout ? { bffUrl } : await open(page)
      const [html, { render }] = await Promise.all([pageOf(page), rendererOf(page)])
      const written = html
        .replace('<!--app-->', () => render(access))
        .replace('id="app"', () => `id="app" data-access="${escapeHtml(JSON.stringify(access))}"`)
      return reply.type('text/html').send(written)
    })
  }

  app.post<{ Body: { payment?: string } }>('/plain/orders', async ({ body }, reply) => {
    // What a browser sends is a hint; how the payment stands is for the BFF to say.
    const { payment } = await bff.getPayment(String(body.payment))
    return reply
      .type('text/html')
      .send(`<!doctype html><title>Order</title><output>${escapeHtml(payment.status)}</output>`)
  })
  return app
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? '')

/** As strict as a page can be. The frameworks name their own Trusted Types policies. */
const policy = (bffUrl: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ${bffUrl}`,
    `frame-src ${bffUrl}`,
    "form-action 'self'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html vue svelte-trusted-html angular',
  ].join('; ')
