import { expect } from 'chai'
import type { StoredCard } from '../../../src/checkout/wire.ts'
import { PaykkaSavedCards } from '../../../src/elements/paykka-saved-cards.ts'
import { expectAccessible } from '../../support/a11y.ts'
import { FakeWorld, problem } from '../../support/fake-world.ts'

customElements.define('paykka-saved-cards', PaykkaSavedCards)

const VISA: StoredCard = {
  id: 'card_aaaaaaaaaaaaaaaaaaaaaa',
  brand: 'visa',
  last4: '4242',
  expMonth: '12',
  expYear: '2030',
}
const AMEX: StoredCard = { ...VISA, id: 'card_bbbbbbbbbbbbbbbbbbbbbb', brand: 'amex', last4: '0005' }
const OLD: StoredCard = { ...VISA, id: 'card_cccccccccccccccccccccc', last4: '1111', expYear: '2024' }
const AGREEMENT = {
  id: 'agr_aaaaaaaaaaaaaaaaaaaaaa',
  type: 'subscription',
  status: 'active',
  card: { brand: 'visa', last4: '4242' },
  createdAt: '2026-10-01T12:00:00.000Z',
}
const account = (change = {}) => ({
  cards: [VISA, AMEX, OLD],
  agreements: [AGREEMENT],
  serverTime: '2026-11-23T12:00:00.000Z',
  ...change,
})

let world: FakeWorld
let element: PaykkaSavedCards

const text = () => element.shadowRoot?.textContent?.replace(/\s+/g, ' ') ?? ''
const all = (part: string) => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(`[part="${part}"]`) ?? []),
]
const button = (label: string): HTMLElement => {
  const found = all('remove-button').find((each) => each.getAttribute('aria-label') === label)
  return found ?? expect.fail(`no button ${label}`)
}
const answerTo = (part: 'keep-button' | 'confirm-button') => all(part)[0] ?? expect.fail(`no ${part}`)
const focused = () => element.shadowRoot?.activeElement

async function click(target: HTMLElement): Promise<void> {
  target.click()
  await world.settle()
  await element.updateComplete
}

/** Opens the element and answers its first request. */
async function open(body: unknown = account(), attributes: Record<string, string> = {}): Promise<void> {
  element = document.createElement('paykka-saved-cards')
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.bffUrl = location.origin
  element.clientSecret = 'shopper-secret'
  document.body.append(element)
  const call = await world.call()
  expect([call.method, new URL(call.url).pathname]).to.deep.equal(['GET', '/client/v1/shopper'])
  expect(call.headers.get('authorization')).to.equal('Bearer shopper-secret')
  call.answer(200, body)
  await world.settle()
  await element.updateComplete
}

describe('<paykka-saved-cards>', () => {
  beforeEach(() => {
    world = new FakeWorld()
    world.surround(PaykkaSavedCards)
  })
  afterEach(() => element.remove())

  it('is accessible: listing, asking, empty, and in trouble', async () => {
    await open()
    await expectAccessible(element)
    await click(button('Remove Visa ending in 4242'))
    await expectAccessible(element)
    element.remove()
    await open(account({ cards: [], agreements: [] }))
    await expectAccessible(element)
  })

  it('lists cards with brand, last digits and expiry, and says which have expired', async () => {
    await open()
    expect(all('saved-card-name').map((each) => each.textContent)).to.deep.equal([
      'Visa ending in 4242',
      'American Express ending in 0005',
      'Visa ending in 1111',
    ])
    expect(all('saved-card-expiry').map((each) => each.textContent)).to.deep.equal([
      'Expires 12/30',
      'Expires 12/30',
      'Expired 12/24',
    ])
  })

  it('removes a card only after a question; focus goes to the answer that keeps it, and back', async () => {
    await open()
    await click(button('Remove Visa ending in 4242'))
    expect(text()).to.contain('Remove Visa ending in 4242?')
    expect(focused()).to.equal(answerTo('keep-button'))
    await click(answerTo('keep-button'))
    expect(focused()).to.equal(button('Remove Visa ending in 4242'))
    expect(world.calls).to.have.length(1)
  })

  it('removes the card from the list, announces it, raises the event, and moves the focus', async () => {
    await open()
    const removed = new Promise<string>((resolve) => {
      element.addEventListener('paykka-card-removed', ({ cardId }) => resolve(cardId), { once: true })
    })
    await click(button('Remove Visa ending in 4242'))
    await click(answerTo('confirm-button'))
    await click(answerTo('confirm-button'))
    const call = await world.call()
    expect([call.method, new URL(call.url).pathname]).to.deep.equal([
      'DELETE',
      `/client/v1/shopper/cards/${VISA.id}`,
    ])
    call.answer(200, {})
    expect(await removed).to.equal(VISA.id)
    await world.settle()
    expect(world.calls, 'two clicks are one request').to.have.length(2)
    expect(all('saved-card')).to.have.length(2)
    expect(element.shadowRoot?.querySelector('[role="status"]')?.textContent).to.equal(
      'Visa ending in 4242 was removed.',
    )
    expect(focused()).to.equal(button('Remove American Express ending in 0005'))
  })

  it('keeps a card that could not be removed, and says so', async () => {
    await open()
    await click(button('Remove Visa ending in 4242'))
    await click(answerTo('confirm-button'))
    ;(await world.call()).lose()
    await world.settle()
    expect(text()).to.contain('The card could not be removed. Please try again.')
    expect(all('saved-card')).to.have.length(3)
    await expectAccessible(element)
  })

  it('ends recurring payments after a question', async () => {
    await open()
    expect(text()).to.contain('Charged to Visa ending in 4242').and.contain('Since Oct 1, 2026')
    const ended = new Promise<string>((resolve) => {
      element.addEventListener('paykka-agreement-ended', ({ agreementId }) => resolve(agreementId), {
        once: true,
      })
    })
    await click(button('End: Subscription'))
    expect(text()).to.contain('End these recurring payments?')
    await click(answerTo('confirm-button'))
    const call = await world.call()
    expect(new URL(call.url).pathname).to.equal(`/client/v1/shopper/agreements/${AGREEMENT.id}`)
    call.answer(200, {})
    expect(await ended).to.equal(AGREEMENT.id)
    await world.settle()
    expect(text()).not.to.contain('Recurring payments')
  })

  it('shows nothing of agreements that are over', async () => {
    await open(account({ agreements: [{ ...AGREEMENT, status: 'canceled' }] }))
    expect(text()).not.to.contain('Recurring payments')
  })

  it('says that it has been open for too long, and offers a retry where one can help', async () => {
    element = document.createElement('paykka-saved-cards')
    Object.assign(element, { bffUrl: location.origin, clientSecret: 'old' })
    document.body.append(element)
    ;(await world.call()).answer(401, problem(401, 'unauthorized'))
    await world.settle()
    expect(text()).to.contain('This page was open for too long. Reload it to see your cards.')
    expect(all('retry-button')).to.have.length(0)
    element.clientSecret = 'newer'
    ;(await world.call()).lose()
    await world.settle()
    expect(text()).to.contain('The payment service cannot be reached')
    await click(all('retry-button')[0] ?? expect.fail('no retry'))
    ;(await world.call()).answer(200, account())
    await world.settle()
    expect(all('saved-card')).to.have.length(3)
  })

  it("speaks the shopper's language, right to left too", async () => {
    await open(account(), { locale: 'ar' })
    await waitFor(() => text().includes('البطاقات المحفوظة'))
    expect(element.shadowRoot?.querySelector('[part="base"]')?.getAttribute('dir')).to.equal('rtl')
    await expectAccessible(element)
  })
})

async function waitFor(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    await element.updateComplete
  }
}
