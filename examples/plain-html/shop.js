/** The page’s part: ask the own server for a checkout, show it, and go to the order when it is paid. */
const checkout = document.querySelector('paykka-checkout')

checkout.addEventListener('paykka-success', () => {
  // For the page only. The server asks the BFF before it ships anything.
  location.assign('/thanks')
})

const response = await fetch('/orders', { method: 'POST' })
const { clientSecret } = await response.json()
checkout.clientSecret = clientSecret
