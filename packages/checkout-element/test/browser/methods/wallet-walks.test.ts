/**
 * Every path through a wallet's sheet, generated from the table of its states. Each ends with a usable page, without an
 * unhandled rejection, a second charge, or a payment after the shopper gave up.
 */
// Loaded before the walks, so that a busy machine does not load it in the middle of one.
import '../../../src/methods/wallets/contact-code.ts'
import { expect } from 'chai'
import type { Happening } from '../../../scripts/wallet-sheets-table.ts'
import { CASES, USUAL } from '../../../scripts/wallet-sheets-table.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'
import type { Move, Stage } from '../../../src/methods/wallets/sheet-life.ts'
import { MOVES, OPEN_MS, PAY_MS } from '../../../src/methods/wallets/sheet-life.ts'
import type { Misbehavior } from '../../../src/testing/wallets/index.ts'
import { checkout, payment } from '../../support/checkout.ts'
import { answered, FakeWorld, problem } from '../../support/fake-world.ts'
import { repriced, SheetInHand, walletView } from '../../support/wallets.ts'

if (!customElements.get('paykka-checkout')) customElements.define('paykka-checkout', PaykkaCheckout)

const WALLETS = ['apple_pay', 'google_pay'] as const
type Wallet = (typeof WALLETS)[number]

let world: FakeWorld
let element: PaykkaCheckout
let sheet: SheetInHand
let rejections: unknown[]
const onRejection = (event: PromiseRejectionEvent) => {
  rejections.push(event.reason)
  event.preventDefault()
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await world.settle()
  await element.updateComplete
}

const find = <T extends Element>(selector: string) => element.shadowRoot?.querySelector<T>(selector) ?? null
const buttonOf = (wallet: Wallet): HTMLElement =>
  (wallet === 'apple_pay'
    ? find<HTMLElement>('apple-pay-button')
    : (find('.google-pay > div')?.shadowRoot?.querySelector('button') ?? null)) ?? expect.fail(`no ${wallet}`)
const wayBack = () => find<HTMLElement>('.express [part=another-way-button]')
const status = () => find<HTMLElement>('[part=base]')?.dataset.status
const charges = () => world.posts.filter(({ url }) => url.endsWith('/payments'))

async function show(loadExplain?: FakeWorld['loadExplain']): Promise<void> {
  world = new FakeWorld()
  if (loadExplain) world.loadExplain = loadExplain
  world.surround(PaykkaCheckout)
  world.checkout = checkout({ cardEntry: 'inline', ...walletView })
  world.methodLoaders = {
    apple_pay: () => import('../../../src/methods/wallets/apple-pay/apple-pay.ts'),
    google_pay: () => import('../../../src/methods/wallets/google-pay/google-pay.ts'),
  }
  element = document.createElement('paykka-checkout')
  Object.assign(element, { cardEntry: 'inline', bffUrl: 'https://pay.shop.example', clientSecret: 'secret' })
  element.wallets = { contact: ['email'], shipping: { methods: [] } }
  document.body.append(element)
  await element.whenReady
  await settled()
}

const sessions = () => world.posts.filter(({ url }) => url.endsWith('/apple-pay-session'))

/** Answers every request for a merchant session that is still open. */
async function validate(wallet: Wallet): Promise<void> {
  if (wallet === 'google_pay') return
  for (const call of sessions()) call.answer(200, { merchantSession: { merchantIdentifier: 'opaque' } })
  await settled()
}

/** Ends the page's check of the contacts; set while it waits. */
let letGo: ((refused: boolean) => void) | null = null
function holdContacts(): void {
  element.addEventListener(
    'paykka-shipping-contact',
    (event) => {
      if (!event.complete) return
      event.waitUntil(
        new Promise<void>((resolve, reject) => {
          letGo = (refused) => (refused ? reject(new Error('no')) : resolve())
        }),
      )
    },
    { once: true },
  )
}

const answer = async (status: 'succeeded' | 'declined', wallet: Wallet) => {
  const call = charges().at(-1) ?? expect.fail('nothing was sent')
  const declined = status === 'declined' ? ({ decline: { retry: 'other-card' } } as const) : {}
  call.answer(200, answered(payment(status, { method: wallet, ...declined })))
  await settled()
}

/** The trigger of each move. */
const MAKE: Record<Move, (wallet: Wallet, from: Stage) => Promise<unknown> | unknown> = {
  press: (wallet) => buttonOf(wallet).click(),
  shown: validate,
  authorized: () => {
    holdContacts()
    sheet.shopper.pay()
  },
  sent: () => letGo?.(false),
  refused: (wallet, from) => (from === 'authorizing' ? letGo?.(true) : answer('declined', wallet)),
  answered: (wallet) => answer('succeeded', wallet),
  closed: () => sheet.shopper.cancel(),
  failed: (wallet, from) => fail(wallet, from),
  'given-up': () => wayBack()?.click(),
}

/** Apple's validation takes too long; otherwise the page does, or the sheet times out. */
async function fail(wallet: Wallet, from: Stage): Promise<void> {
  if (wallet === 'apple_pay' && from === 'opening')
    return world.waits.findLast(({ ms }) => ms === 24_000)?.end()
  if (from === 'authorizing') world.waits.findLast(({ ms }) => ms === 20_000)?.end()
  else world.waits.findLast(({ ms }) => ms === OPEN_MS)?.end()
}

/** Every path of the table from the click to the end, through each stage at most twice. */
function paths(stage: Stage = 'idle', made: Move[] = [], seen: Stage[] = []): Move[][] {
  if (stage === 'done') return [made]
  return (Object.entries(MOVES[stage]) as [Move, Stage][]).flatMap(([move, next]) =>
    seen.filter((each) => each === next).length < 2 ? paths(next, [...made, move], [...seen, next]) : [],
  )
}

/** Google's window opens with the click and cannot fail before; Apple's closes after a decline. */
const isReal = (wallet: Wallet, path: Move[]): boolean =>
  wallet === 'google_pay'
    ? path[1] === 'shown' && !path.includes('failed')
    : !path.some((move, at) => move === 'refused' && path[at - 1] === 'sent')

/** The page is usable: it offers a way to pay, or shows the result. */
async function expectUsable(): Promise<void> {
  await settled()
  expect(status()).to.be.oneOf(['ready', 'failed', 'paid', 'declined', 'unknown', 'processing'])
  expect(wayBack()).to.equal(null)
  expect(rejections).to.deep.equal([])
}

const words = () => find('[part~=panel], [part~=notice]')?.textContent?.replace(/\s+/g, ' ') ?? ''

/** Opens the sheet, and lets the shopper agree in it. */
async function agree(wallet: Wallet): Promise<void> {
  buttonOf(wallet).click()
  await settled()
  await validate(wallet)
  sheet.shopper.pay()
  await settled()
}

/** Google ends its sheet with its own code. */
async function endWith(statusCode: string): Promise<void> {
  const { api } = google.payments
  const { PaymentsClient } = api
  const lines: string[] = []
  const { error } = console
  api.PaymentsClient = class extends PaymentsClient {
    override loadPaymentData = () => Promise.reject({ statusCode, statusMessage: 'in its own words' })
  }
  element.remove()
  await show(() => import('../../../src/checkout/setup-mistakes/explain.ts'))
  const written = new Promise<void>((resolve) => {
    console.error = (line: string) => {
      lines.push(line)
      resolve()
    }
  })
  try {
    buttonOf('google_pay').click()
    await written
    await settled()
  } finally {
    api.PaymentsClient = PaymentsClient
    console.error = error
  }
  expect(lines.join()).to.contain(`${statusCode} in its own words`)
  expect(status()).to.equal('failed')
  expect(words()).to.contain('The wallet could not be opened').and.to.contain('Nothing was charged')
}

/** Plays each row of the page's tables. @returns how many payments were sent */
const PLAY: Record<Happening, (wallet: Wallet) => Promise<number>> = {
  pays: async (wallet) => {
    await agree(wallet)
    await answer('succeeded', wallet)
    expect([status(), sheet.state]).to.deep.equal(['paid', null])
    return 1
  },
  cancels: async (wallet) => {
    buttonOf(wallet).click()
    await settled()
    await validate(wallet)
    sheet.shopper.cancel()
    await settled()
    expect(status()).to.equal('ready')
    return 0
  },
  declined: async (wallet) => {
    await agree(wallet)
    await answer('declined', wallet)
    expect(words()).to.contain('Your bank declined the payment')
    expect(sheet.state !== null).to.equal(wallet === 'google_pay')
    if (wallet === 'google_pay') sheet.shopper.cancel()
    return 1
  },
  'no-answer': async (wallet) => {
    await agree(wallet)
    charges().at(-1)?.lose()
    await settled()
    expect(words()).to.contain('Do not pay again')
    expect(sheet.state).to.equal(null)
    return 1
  },
  'amount-changed': async (wallet) => {
    await agree(wallet)
    const money = (value: number) => ({ value, currency: 'EUR', display: `€${value / 100}` })
    const changed = { shown: money(4999), current: money(5999), version: 2 }
    world.checkout = { ...world.checkout, ...repriced(2, 5999) } as typeof world.checkout
    charges()
      .at(-1)
      ?.answer(409, problem(409, 'amount_changed', changed))
    await settled()
    expect(words()).to.contain('The amount has changed')
    return 1
  },
  'contact-refused': async (wallet) => {
    element.addEventListener('paykka-shipping-contact', (event) => {
      if (event.complete) event.refuse('We deliver nothing there', 'postalCode')
    })
    await agree(wallet)
    expect(sheet.state?.problem).to.contain('We deliver nothing there')
    sheet.shopper.cancel()
    return 0
  },
  'no-session': async (wallet) => {
    buttonOf(wallet).click()
    for (let tries = 0; tries < 3; tries++) {
      await settled()
      for (const call of sessions()) call.answer(502, problem(502, 'gateway_unreachable'))
      await world.tick()
    }
    await settled()
    expect(words()).to.contain('The wallet could not be opened').and.to.contain('Nothing was charged')
    return 0
  },
  BUYER_ACCOUNT_ERROR: () => endWith('BUYER_ACCOUNT_ERROR').then(() => 0),
  DEVELOPER_ERROR: () => endWith('DEVELOPER_ERROR').then(() => 0),
  INTERNAL_ERROR: () => endWith('INTERNAL_ERROR').then(() => 0),
  MERCHANT_ACCOUNT_ERROR: () => endWith('MERCHANT_ACCOUNT_ERROR').then(() => 0),
}

describe("a wallet's sheet", () => {
  beforeEach(() => {
    rejections = []
    letGo = null
    sessionStorage.clear()
    sheet = new SheetInHand()
    window.addEventListener('unhandledrejection', onRejection)
  })
  afterEach(() => {
    window.removeEventListener('unhandledrejection', onRejection)
    element.remove()
    sheet.doubles.uninstall()
  })

  for (const wallet of WALLETS) {
    const walks = paths().filter((path) => isReal(wallet, path))

    it(`ends usable on each of its paths: ${wallet}`, async function () {
      this.timeout(60_000)
      expect(walks.length).to.be.greaterThan(8)
      for (const path of walks) {
        await show()
        let stage: Stage = 'idle'
        for (const move of path) {
          await MAKE[move](wallet, stage)
          stage = MOVES[stage][move] ?? stage
          await settled()
        }
        const sent = path.filter((move) => move === 'sent').length
        expect(charges(), path.join(' > ')).to.have.length(sent)
        // A payment under way keeps its outcome, whatever happens to the sheet.
        if (path.at(-1) === 'closed' && path.at(-2) === 'sent') await answer('succeeded', wallet)
        await expectUsable()
        element.remove()
      }
    })

    for (const happening of (Object.keys(USUAL) as Happening[]).filter((one) => USUAL[one].wallets[wallet]))
      it(`shows what the page of its sheets says: ${happening}, ${wallet}`, async () => {
        await show()
        const sent = await PLAY[happening](wallet)
        await settled()
        expect(charges()).to.have.length(sent)
        expect(rejections).to.deep.equal([])
      })

    const badDays = (Object.keys(CASES) as Misbehavior[]).filter((kind) => CASES[kind].wallets[wallet])
    for (const kind of badDays)
      it(`survives a wallet that ${kind}: ${wallet}`, async () => {
        await show()
        sheet.doubles[wallet === 'apple_pay' ? 'apple' : 'google'].misbehaves = kind
        buttonOf(wallet).click()
        await settled()
        await validate(wallet)
        if (kind === 'throws' || kind === 'refuses-session') {
          expect(status()).to.equal('failed')
        } else if (kind === 'closes-silently') {
          sheet.shopper.cancel()
          await settled()
          expect(status()).to.equal('paying')
          wayBack()?.click()
        } else if (kind === 'authorizes-late') {
          wayBack()?.click()
          await settled()
          expect(status()).to.equal('ready')
          sheet.shopper.pay()
          await settled()
          expect(charges()).to.deep.equal([])
        } else {
          sheet.shopper.pay()
          await settled()
          expect(charges()).to.have.length(kind === 'cancels-after-authorization' ? 0 : 1)
          if (charges().length > 0) await answer('succeeded', wallet)
        }
        expect(charges().length).to.be.lessThan(2)
        await expectUsable()
        // The next sheet works like the first.
        if (status() === 'paid') return
        sheet.doubles[wallet === 'apple_pay' ? 'apple' : 'google'].misbehaves = null
        const before = charges().length
        buttonOf(wallet).click()
        await settled()
        await validate(wallet)
        sheet.shopper.pay()
        await settled()
        expect(charges()).to.have.length(before + 1)
      })

    it(`pays nothing for a sheet that was given up while the page looked at its contacts: ${wallet}`, async () => {
      await show()
      for (const move of ['press', 'shown', 'authorized', 'given-up', 'sent'] as const) {
        await MAKE[move](wallet, 'idle')
        await settled()
      }
      expect(charges()).to.deep.equal([])
      await expectUsable()
    })

    it(`is closed without a claim when its payment takes longer than the wallet waits: ${wallet}`, async () => {
      await show()
      for (const move of ['press', 'shown', 'authorized', 'sent'] as const) {
        await MAKE[move](wallet, 'idle')
        await settled()
      }
      world.waits.findLast(({ ms }) => ms === PAY_MS)?.end()
      await settled()
      expect(sheet.state).to.equal(null)
      await answer('succeeded', wallet)
      expect(status()).to.equal('paid')
      expect(charges()).to.have.length(1)
    })
  }
})
