/** Makes each setup mistake: one console line with its code, its own error, a calm sentence. */
import { expect } from 'chai'
import type { MistakeCode } from '../../../src/checkout/setup-mistakes/mistakes.ts'
import { MISTAKES } from '../../../src/checkout/setup-mistakes/mistakes.ts'
import type { PublicCheckout } from '../../../src/checkout/wire.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import { PaykkaSavedCards } from '../../../src/elements/paykka-saved-cards.ts'
import type { PaykkaErrorEvent } from '../../../src/events.ts'
import { loaders } from '../../../src/methods/registry.ts'
import type { WalletDoubles } from '../../../src/testing/wallets/index.ts'
import { checkout } from '../../support/checkout.ts'
import { FakeWorld, problem } from '../../support/fake-world.ts'
import type { ShopNews } from '../../support/shop-page.ts'
import { SheetInHand, walletView } from '../../support/wallets.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)
customElements.define('paykka-saved-cards', PaykkaSavedCards)

const other = location.origin.replace('localhost', '127.0.0.1')
const SECRET = `cs_${'a'.repeat(43)}`

/** What the console and the page received. */
type Reports = { lines: string[]; code: string | null; words: string }
type Attributes = { bffUrl?: string; clientSecret?: string; [property: string]: unknown }

let world: FakeWorld
let element: PaykkaCheckout | PaykkaSavedCards
let lines: string[]
const { error: consoleError } = console

beforeEach(() => {
  world = new FakeWorld()
  world.loadExplain = () => import('../../../src/checkout/setup-mistakes/explain.ts')
  world.surround(PaykkaCheckout)
  world.surround(PaykkaSavedCards)
  lines = []
  Object.assign(console, { error: (text: unknown) => lines.push(String(text)) })
})
afterEach(async () => {
  Object.assign(console, { error: consoleError })
  element?.remove()
  await fetch('/setup-mistakes?bff=yes')
})

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1500 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(holds()).to.equal(true)
}

/** Shows an element with these properties until it has reported something. */
async function reportsOf(
  properties: Attributes,
  meanwhile?: () => Promise<void>,
  tag: 'paykka-checkout' | 'paykka-saved-cards' = 'paykka-checkout',
): Promise<Reports> {
  let code: string | null = null
  element = document.createElement(tag)
  element.addEventListener('paykka-error', (event: PaykkaErrorEvent) => {
    code = event.code
  })
  Object.assign(element, { bffUrl: location.origin, clientSecret: SECRET, ...properties })
  document.body.append(element)
  await meanwhile?.()
  await until(() => lines.length > 0)
  await world.settle()
  await element.updateComplete
  const panel = element.shadowRoot?.querySelector('[part~="panel"]')
  return { lines, code, words: panel?.textContent?.replace(/\s+/g, ' ').trim() ?? '' }
}

/** Answers the checkout; the page gets a form in spite of the mistake. */
const withCheckout = (properties: Attributes, change: Partial<PublicCheckout> = {}): Promise<Reports> => {
  world.checkout = checkout({ cardEntry: 'inline', ...change })
  return reportsOf({ cardEntry: 'inline', ...properties })
}

const refusedWith = (status: number, code: Parameters<typeof problem>[1], properties: Attributes = {}) =>
  reportsOf(properties, async () => (await world.call()).answer(status, problem(status, code)))

/** Shows the saved cards and answers their request. */
const cards = (properties: Attributes, status = 0, body: unknown = null): Promise<Reports> =>
  reportsOf(
    properties,
    async () => {
      if (status > 0) (await world.call()).answer(status, body)
    },
    'paykka-saved-cards',
  )
const ACCOUNT = { cards: [], agreements: [], serverTime: '2026-11-23T12:00:00.000Z' }
const REFUSED = problem(401, 'unauthorized')

/** Uses the real network from now on. */
const onNetwork = (properties: Attributes): Promise<Reports> => {
  world.fetch = (input, init) => fetch(input, init)
  return reportsOf(properties)
}

/** Google's answer for an unknown merchant: https://developers.google.com/pay/api/web/reference/error-objects */
const REFUSING_GOOGLE = {
  payments: {
    api: {
      PaymentsClient: class {
        isReadyToPay = () =>
          Promise.reject({ statusCode: 'DEVELOPER_ERROR', statusMessage: 'merchantId is missing' })
      },
    },
  },
}

/** Presses a wallet's button once it is shown. */
async function pressing(selector: string, prepare: (doubles: WalletDoubles) => void): Promise<Reports> {
  const sheet = new SheetInHand()
  prepare(sheet.doubles)
  world.methodLoaders = loaders
  const press = async () => {
    await until(() => element.shadowRoot?.querySelector(selector) !== null)
    const button = element.shadowRoot?.querySelector<HTMLElement>(selector)
    ;(button?.shadowRoot?.querySelector('button') ?? button)?.click()
  }
  try {
    world.checkout = checkout({ cardEntry: 'inline', ...walletView })
    return await reportsOf({ cardEntry: 'inline' }, press)
  } finally {
    sheet.doubles.uninstall()
  }
}

/** The page in a frame, with a policy or another origin. */
async function inFrame(address: string): Promise<Reports> {
  const frame = document.createElement('iframe')
  const news: string[] = []
  const hear = ({ data, source }: MessageEvent<ShopNews>) => {
    if (source === frame.contentWindow && data?.news) news.push(data.news)
  }
  window.addEventListener('message', hear)
  frame.src = address
  document.body.append(frame)
  const found = () => news.filter((each) => each.startsWith('console [paykka-checkout]'))
  await until(() => found().length > 0)
  await until(() => news.some((each) => !each.startsWith('console')))
  window.removeEventListener('message', hear)
  frame.remove()
  lines.push(...found().map((line) => line.replace('console ', '')))
  return { lines, code: news.find((each) => !each.startsWith('console')) ?? null, words: '' }
}

/** The element with a shop's style. */
async function inPlace(style: string, act: () => Promise<Reports>): Promise<Reports> {
  const sheet = Object.assign(document.createElement('style'), { textContent: `paykka-checkout{${style}}` })
  document.head.append(sheet)
  try {
    return await act()
  } finally {
    sheet.remove()
  }
}

async function withPage<T extends object>(
  page: T,
  name: keyof T,
  value: unknown,
  act: () => Promise<Reports>,
) {
  const former = Object.getOwnPropertyDescriptor(page, name)
  Object.defineProperty(page, name, { value, configurable: true, writable: true })
  try {
    return await act()
  } finally {
    if (former) Object.defineProperty(page, name, former)
    else delete page[name]
  }
}

const CASES: Record<MistakeCode, () => Promise<Reports>> = {
  appearance_unreadable: () =>
    withCheckout({
      innerHTML: "<script type='application/json' slot='appearance'>{labels: 'above'}</script>",
    }),
  appearance_dropped: () => withCheckout({ appearance: { rules: { input: { position: 'absolute' } } } }),
  appearance_contrast: () => withCheckout({ appearance: { tokens: { 'color-text': '#999' } } }),
  bff_url_missing: () => reportsOf({ bffUrl: '' }),
  bff_url_no_scheme: () => reportsOf({ bffUrl: 'pay.shop.example' }),
  bff_url_insecure: () => reportsOf({ bffUrl: 'http://pay.shop.example' }),
  bff_url_extra: () => reportsOf({ bffUrl: 'https://pay.shop.example?shop=1' }),
  bff_url_invalid: () => reportsOf({ bffUrl: 'the BFF' }),
  bff_url_path: () => onNetwork({ bffUrl: `${location.origin}/v1` }),
  bff_not_found: async () => {
    await fetch('/setup-mistakes?bff=no')
    return await onNetwork({ bffUrl: other })
  },
  bff_unreachable: () => onNetwork({ bffUrl: 'http://127.0.0.1:9' }),
  client_secret_missing: () =>
    reportsOf({ clientSecret: '' }, async () => {
      await until(() => world.waits.some(({ ms }) => ms === 5000))
      world.waits.find(({ ms }) => ms === 5000)?.end()
    }),
  client_secret_is_id: () => refusedWith(401, 'unauthorized', { clientSecret: `chk_${'b'.repeat(22)}` }),
  client_secret_malformed: () => refusedWith(401, 'unauthorized', { clientSecret: `"${SECRET}"` }),
  secret_key_in_browser: () => refusedWith(401, 'secret_key_in_browser'),
  client_secret_unknown: () => refusedWith(401, 'unauthorized'),
  shopper_secret_missing: () =>
    reportsOf(
      { clientSecret: '' },
      async () => {
        await until(() => world.waits.some(({ ms }) => ms === 5000))
        world.waits.find(({ ms }) => ms === 5000)?.end()
      },
      'paykka-saved-cards',
    ),
  shopper_secret_unknown: () => cards({}, 401, REFUSED),
  client_secret_expired: () => withCheckout({}, { status: 'expired' }),
  origin_not_allowed: () => onNetwork({ bffUrl: other }),
  page_sandboxed: () => withPage(globalThis, 'origin', 'null', () => onNetwork({ bffUrl: other })),
  page_in_foreign_frame: () => inFrame(`${other}/shop-page?real&hasty&bff=${location.origin}/deaf`),
  card_frame_blocked: () => inFrame(`/shop-page?real&hasty&bff=${location.origin}/deaf`),
  csp_connect_src: () => inFrame(`/shop-page?real&network&csp=connect&bff=${other}`),
  csp_frame_src: () => inFrame('/shop-page?real&hasty&csp=frame'),
  csp_script_src: () => inFrame('/shop-page?real&wallet&csp=script'),
  csp_trusted_types: () => inFrame('/shop-page?real&wallet&csp=strict'),
  insecure_context: () => withPage(globalThis, 'isSecureContext', false, () => reportsOf({})),
  defined_twice: async () => {
    await import('../../../src/define.ts')
    return await reportsOf({ bffUrl: location.origin })
  },
  no_size: () => inPlace('inline-size:0', () => withCheckout({})),
  locale_unknown: () => withCheckout({ locale: 'tlh' }),
  theme_unknown: () => withCheckout({ theme: 'night' }),
  layout_unknown: () => withCheckout({ layout: 'grid' }),
  challenge_unknown: () => withCheckout({ challenge: 'popup' }),
  pay_button_unknown: () => withCheckout({ payButton: 'hidden' }),
  card_entry_unknown: () => withCheckout({ cardEntry: 'embedded' }),
  card_entry_not_offered: () => withCheckout({ cardEntry: 'encrypted-card' }),
  no_method_available: () =>
    withCheckout({}, { methods: [{ type: 'card', available: false, reason: 'merchant-disabled' }] }),
  apple_pay_domain: () =>
    withCheckout(
      {},
      {
        methods: [
          { type: 'card', available: true },
          { type: 'apple_pay', available: false, reason: 'domain-not-verified' },
        ],
      },
    ),
  google_pay_refused: () => {
    world.methodLoaders = loaders
    return withPage(globalThis as { google?: unknown }, 'google', REFUSING_GOOGLE, () =>
      withCheckout({}, walletView),
    )
  },
  google_pay_ended: () =>
    pressing('.google-pay > div', ({ google }) => {
      google.misbehaves = 'throws'
    }),
  apple_pay_ended: () =>
    pressing('apple-pay-button', ({ apple }) => {
      apple.misbehaves = 'throws'
    }),
  wallet_not_permitted: () => inFrame(`${other}/shop-page?real&wallet&bff=${other}`),
}

describe('a mistake in setting the element up', () => {
  for (const [code, make] of Object.entries(CASES) as [MistakeCode, () => Promise<Reports>][])
    it(`is reported by one line and its own code: ${code}`, async function () {
      // Only Chromium reports whether a frame may use wallets.
      if (code === 'wallet_not_permitted' && !('featurePolicy' in document)) this.skip()
      const { lines: all, code: raised, words } = await make()
      const own = all.filter((line) => line.startsWith('[paykka-checkout]'))
      expect(own, own.join('\n')).to.have.length(1)
      const [line = ''] = own
      expect(line).to.match(new RegExp(`^\\[paykka-checkout\\] ${code}: `))
      expect(line).to.include(`docs/reference/setup-mistakes.md#${code}`)
      expect(line, 'a place that nothing filled').not.to.match(/\{\w+\}/)
      expect(line).not.to.include(SECRET)
      const { effect } = MISTAKES[code]
      if (effect === 'beside') return
      // An expired checkout has its own event; a shopper's secret may have expired, which is no mistake.
      const expected = code === 'shopper_secret_unknown' ? 'unauthorized' : code
      expect(raised ?? 'client_secret_expired').to.equal(expected)
      if (words) expect(words).not.to.match(/BFF|CORS|origin|console/i)
    })
})

describe('a mistake in setting the saved cards up', () => {
  // Other values than above, because the console gets the same line only once.
  const MADE: Partial<Record<MistakeCode, () => Promise<Reports>>> = {
    bff_url_no_scheme: () => cards({ bffUrl: 'cards.shop.example' }),
    bff_url_path: () => {
      world.fetch = (input, init) => fetch(input, init)
      return cards({ bffUrl: `${location.origin}/v2` })
    },
    client_secret_is_id: () => cards({ clientSecret: `shp_${'b'.repeat(22)}` }, 401, REFUSED),
    client_secret_malformed: () => cards({ clientSecret: `Bearer ${SECRET}` }, 401, REFUSED),
    defined_twice: async () => {
      await import('../../../src/define-saved-cards.ts')
      return await cards({}, 200, ACCOUNT)
    },
    theme_unknown: () => cards({ theme: 'midnight' }, 200, ACCOUNT),
    locale_unknown: () => cards({ locale: 'qya' }, 200, ACCOUNT),
  }

  for (const [code, make] of Object.entries(MADE) as [MistakeCode, () => Promise<Reports>][])
    it(`is reported by one line and its own code: ${code}`, async () => {
      const { lines: all, code: raised } = await make()
      expect(all.map((line) => line.match(/^\[paykka-checkout\] (\w+): /)?.[1])).to.deep.equal([code])
      expect(all.join()).not.to.include(SECRET)
      if (MISTAKES[code].effect === 'beside') return
      expect(raised).to.equal(code)
      expect(element.shadowRoot?.textContent).to.contain('Something went wrong')
    })

  it('is not reported for a secret that has expired since', async () => {
    element = document.createElement('paykka-saved-cards')
    Object.assign(element, { bffUrl: location.origin, clientSecret: SECRET })
    document.body.append(element)
    ;(await world.call()).answer(200, ACCOUNT)
    await world.settle()
    void element.refresh()
    ;(await world.call()).answer(401, REFUSED)
    await until(() => element.shadowRoot?.textContent?.includes('open for too long') === true)
    expect(lines).to.deep.equal([])
  })

  it('takes white space off the secret', async () => {
    element = document.createElement('paykka-saved-cards')
    Object.assign(element, { bffUrl: location.origin, clientSecret: ` ${SECRET}\n` })
    document.body.append(element)
    expect((await world.call()).headers.get('authorization')).to.equal(`Bearer ${SECRET}`)
  })
})
