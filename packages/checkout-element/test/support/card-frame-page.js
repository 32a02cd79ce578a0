/** Serves `GET /card-frame` like the BFF: its page from these sources, its strict policy, and a key of this test run. */
import { generateKeyPair, generateKeyPairSync } from 'node:crypto'
import { promisify } from 'node:util'
import { cardFramePage as pageOf, styleHashes } from '../../../bff/src/http/pages/card-frame-page.ts'
import { drawForm } from '../../scripts/draw-form.ts'

const DRAWN = await drawForm()
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src ${styleHashes(DRAWN).join(' ')}`,
  "connect-src 'self' ws:",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ')

const SCRIPT = '/packages/checkout-element/src/card/frame/card-frame.ts'

export function cardFramePage() {
  const keys = promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })
  return {
    name: 'card-frame-page',
    async serve(context) {
      if (context.path === '/card-frame-private-key') {
        return { body: JSON.stringify((await keys).privateKey.export({ format: 'jwk' })), type: 'json' }
      }
      // The double of PayKKa's Encrypted Card script requests this before it encrypts.
      if (context.path === '/emulator/encrypted-card/client')
        return { body: JSON.stringify(cardKey), type: 'json' }
      const challenge = challengePage(context)
      if (challenge) return challenge
      const bff = mistakenBff(context)
      if (bff) return bff
      const shop = shopPage(context)
      if (shop) return shop
      if (!FRAMES.includes(context.path)) return undefined
      return {
        body: page(context, await publicKey(keys)),
        type: 'html',
        // The test's own policy for the one script it adds.
        headers: {
          'content-security-policy': context.query.script ? `${POLICY} test` : POLICY,
          // As in the BFF; a frame without it shows why it is needed.
          ...(context.path === FRAMES[0] && COEP),
        },
      }
    },
  }
}

const FRAMES = ['/card-frame', '/bare/card-frame']
const COEP = { 'cross-origin-embedder-policy': 'require-corp' }

/** The policy of `GET /csp` for a shop that allows nothing else. */
const STRICT = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self' ws:",
  "frame-src 'self' http:",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ')

let isBff = true

/**
 * What every BFF serves to all origins. `/setup-mistakes?bff=no` makes this server look like another one; under `/deaf` its
 * card form does not start.
 */
function mistakenBff({ path, query }) {
  if (path === '/setup-mistakes') isBff = query.bff !== 'no'
  if (path === '/setup-mistakes' || path === '/deaf/card-frame') return { body: '<p>', type: 'html' }
  const isManifest = path === '/element/manifest.json' || path === '/deaf/element/manifest.json'
  if (!isManifest || !isBff) return undefined
  return { body: '{"files":{}}', type: 'json', headers: { 'access-control-allow-origin': '*' } }
}

/** Policies that each lack one thing that the element needs. By CSP 3, `ws:` alone would allow http. */
const POLICIES = {
  connect: "default-src 'self'; connect-src 'self' ws://localhost:*",
  frame: "default-src 'self' ws://localhost:*; frame-src 'none'",
  script: "default-src 'self' ws://localhost:*; style-src 'unsafe-inline'",
}

/** A shop's page that reports to the test around it. */
function shopPage({ path, query }) {
  if (path !== '/shop-page') return undefined
  const script = '/packages/checkout-element/test/support/shop-page.ts'
  return {
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><body><script type="module" src="${script}"></script>`,
    type: 'html',
    headers: {
      ...('csp' in query && { 'content-security-policy': POLICIES[query.csp] ?? STRICT }),
      ...('coep' in query && COEP),
    },
  }
}

async function publicKey(keys) {
  const { x, y } = (await keys).publicKey.export({ format: 'jwk' })
  return { kty: 'EC', crv: 'P-256', x, y, kid: 'frame-key-1', alg: 'ECDH-ES', use: 'enc' }
}

/**
 * With `parents` a test excludes itself, with `offset` it shifts the server's clock, with `script=later` it adds the script
 * itself; `stale` returns a page of another version.
 */
function page({ query, req }, key) {
  const port = req.socket.localPort
  const parents = query.parents ?? `http://localhost:${port} http://127.0.0.1:${port}`
  const facts = {
    cardKey: key,
    parentOrigins: [parents],
    cardBrands: ['visa', 'mastercard', 'amex'],
    serverTime: Date.now() + Number(query.offset ?? 0),
  }
  const drawn = pageOf(DRAWN, facts, query)
  const script = query.script === 'later' ? '' : `<script type="module" src="${SCRIPT}"></script>`
  const served = drawn.replace(/<script[^>]*><\/script>/, script)
  return 'stale' in query ? served.replaceAll('<!--lit-part ', '<!--lit-part x') : served
}

const CHALLENGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self' ws:",
  "frame-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** The BFF's two pages for 3-D Secure, and a bank's page. */
function challengePage({ path, query, req }) {
  const parents = query.parents ?? `http://localhost:${req.socket.localPort}`
  const script = (name) =>
    `<script type="module" src="/packages/checkout-element/src/checkout/challenge/${name}.ts"></script>`
  const pages = {
    '/challenge': `<meta name="paykka-parent-origins" content="${parents}">${script('challenge-page')}`,
    '/challenge-over': `${script('challenge-over')}<a data-return href="/bank?gone-on">Back</a>`,
    '/bank': '<main><h1>Confirm this payment</h1></main>',
  }
  const body = pages[path]
  if (!body) return undefined
  return {
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Your bank</title>${body}</html>`,
    type: 'html',
    headers: { 'content-security-policy': CHALLENGE_POLICY },
  }
}

/** The key for the double of PayKKa's script. Only the emulator could decrypt. */
const cardKey = {
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }),
  alg: 'RSA-OAEP-256',
}
