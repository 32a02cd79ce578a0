/** The shop’s own script. It never decides whether an order is paid: it only goes where the server can tell. */

const ELEMENT_PATIENCE_MS = 10_000
const STATE_PAUSE_MS = 2500

const element = document.querySelector('paykka-checkout')
if (element) followElement(element)

const order = document.querySelector('[data-state-url]')
if (order && order.dataset.final !== 'true') setTimeout(() => followOrder(order), STATE_PAUSE_MS)

for (const card of document.querySelectorAll('[data-test-card]'))
  card.addEventListener('click', () => useTestCard(card))
for (const time of document.querySelectorAll('[data-local-time]')) showLocalTime(time)
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => print())
}

/** Success leads to the order page, which asks the server. Everything else the element explains by itself. */
function followElement(checkout) {
  const { orderUrl, restartUrl = orderUrl } = checkout.dataset
  if (orderUrl) checkout.addEventListener('paykka-success', () => location.assign(orderUrl))
  checkout.addEventListener('paykka-restart', (event) => {
    if (restartUrl) event.settle(openNewCheckout(restartUrl))
  })
  checkout.addEventListener('paykka-amount-changed', refreshSummary)
  checkout.addEventListener('paykka-unknown', () => {
    if (orderUrl) notify('You can also follow this payment on your order’s page.', orderUrl, 'Open the order')
  })
  if (checkout.dataset.shipping) followSheets(checkout)
  setTimeout(complainWhenMissing, ELEMENT_PATIENCE_MS)
}

/** The element goes on with it. Rejected, it says so and can be asked again. */
async function openNewCheckout(orderUrl) {
  const response = await fetch(`${orderUrl}/checkout`, { method: 'POST' })
  if (!response.ok) throw new Error(`The shop answered ${response.status}`)
  const { clientSecret } = await response.json()
  return clientSecret
}

/** What a shopper changes inside a wallet’s sheet: the shop’s server sets the price, the sheet waits for it. */
function followSheets(checkout) {
  const { shipping, countries } = checkout.dataset
  const methods = JSON.parse(shipping)
  checkout.wallets = { shipping: { methods, countries: countries.split(' ') }, contact: ['email'] }
  checkout.addEventListener('paykka-shipping-contact', (event) => {
    const { contact, complete } = event
    event.waitUntil(choose(event, { contact, complete }))
  })
  checkout.addEventListener('paykka-shipping-method', (event) => {
    event.waitUntil(choose(event, { method: event.methodId }))
  })
  // Nothing was bought, so nothing of the sheet counts: back to what the page showed before it.
  checkout.addEventListener('paykka-cancel', async () => {
    await postJson('/checkout/shipping', { method: methods[0].id })
    await checkout.refresh()
    await refreshSummary()
  })
}

async function choose(event, choice) {
  const response = await postJson('/checkout/shipping', choice)
  if (response.status === 422) return event.refuse('We do not deliver there.', 'country')
  if (!response.ok) throw new Error(`The shop answered ${response.status}`)
  await refreshSummary()
}

function postJson(url, body) {
  const headers = { 'content-type': 'application/json' }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

function complainWhenMissing() {
  if (customElements.get('paykka-checkout')) return
  notify('The payment form could not be loaded. Nothing was charged.', location.pathname, 'Try again')
}

function notify(text, href, linkText) {
  const notice = document.querySelector('[data-notice]')
  if (!notice) return
  const link = document.createElement('a')
  link.href = href
  link.textContent = linkText
  notice.replaceChildren(`${text} `, link)
  notice.hidden = false
}

/** The basket changed in another tab: shows the new order beside the form without losing the typed card. */
async function refreshSummary() {
  const summary = await readJson('/checkout/summary')
  if (!summary) return
  document.querySelector('[data-summary-lines]').replaceChildren(...summary.lines.map(summaryLine))
  document.querySelector('[data-summary-delivery]').textContent = summary.delivery.name
  document.querySelector('[data-summary-fee]').textContent = summary.delivery.fee
  document.querySelector('[data-summary-total]').textContent = summary.total
  document.querySelector('[data-bar-total]').textContent = summary.total
  for (const count of document.querySelectorAll('.count, [data-pieces]')) count.textContent = summary.pieces
}

function summaryLine({ picture, name, quantity, sum }) {
  const image = Object.assign(new Image(60, 48), { src: picture, alt: '' })
  const count = withClass('quiet', `× ${quantity}`)
  const title = document.createElement('span')
  title.append(`${name} `, count)
  const line = document.createElement('li')
  line.append(image, title, withClass('line-sum', sum))
  return line
}

function withClass(className, textContent) {
  return Object.assign(document.createElement('span'), { className, textContent })
}

/** Keeps the heading true without reloading, so a card typed into the element is not lost. */
async function followOrder(section) {
  const state = await readJson(section.dataset.stateUrl)
  if (state) showState(section, state)
  if (!state?.final) setTimeout(() => followOrder(section), STATE_PAUSE_MS)
}

async function readJson(url) {
  try {
    const response = await fetch(url)
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}

function showState(section, { state, title, text }) {
  if (section.dataset.orderState === state) return
  section.dataset.orderState = state
  section.querySelector('[data-state-title]').textContent = title
  section.querySelector('[data-state-text]').textContent = text
  showWhen('[data-checkout-again]', state === 'canceled' || state === 'expired')
  showWhen('[data-receipt-link]', state === 'succeeded' || state === 'authorized')
}

function showWhen(selector, isTrue) {
  for (const element of document.querySelectorAll(selector)) element.hidden = !isTrue
}

/** The server does not know the shopper’s time zone. */
function showLocalTime(time) {
  const style = { dateStyle: 'long', timeStyle: 'short' }
  time.textContent = new Date(time.dateTime).toLocaleString('en', style)
}

/** The fields are in a frame that the shop cannot write into. Beside the emulator, the frame takes test cards. */
async function useTestCard(button) {
  const number = button.dataset.testCard.replaceAll(' ', '')
  const { shadowRoot, bffUrl } = element
  shadowRoot.querySelector('input[value="card"]')?.click()
  await element.updateComplete
  const frame = shadowRoot.querySelector('[part="card-frame"]') ?? element.querySelector('iframe')
  if (frame) frame.contentWindow.postMessage({ type: 'paykka:test-card', number }, bffUrl)
  else await navigator.clipboard.writeText(number)
  document.querySelector('[data-used]')?.removeAttribute('data-used')
  button.toggleAttribute('data-used', true)
  element.scrollIntoView({ block: 'nearest' })
}
