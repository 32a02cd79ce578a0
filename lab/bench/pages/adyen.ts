/** The card component of @adyen/adyen-web as its guide mounts it, with a fixed answer in place of its server's. */
import { AdyenCheckout, Card } from '@adyen/adyen-web'
import '@adyen/adyen-web/styles/adyen.css'

const place = document.querySelector<HTMLElement>('#card')
if (!place) throw new TypeError('no place for the card')

/** The first markup of the card number field; the frame that would go into it is not waited for. */
new MutationObserver((_, observer) => {
  if (!place.querySelector('[data-cse="encryptedCardNumber"]')) return
  observer.disconnect()
  performance.mark('field')
}).observe(place, { childList: true, subtree: true })

// Everything it asks for is answered by the machine itself; with the public addresses it could only be slower.
const here = `${location.origin}/adyen-test/`
const checkout = await AdyenCheckout({
  environment: 'test',
  clientKey: 'test_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  countryCode: 'NL',
  locale: 'en-US',
  amount: { value: 4999, currency: 'EUR' },
  analytics: { enabled: false },
  paymentMethodsResponse: {
    paymentMethods: [{ type: 'scheme', name: 'Cards', brands: ['visa', 'mc', 'amex'] }],
  },
  ...{ _environmentUrls: { api: here, analytics: here, cdn: { images: here, translations: here } } },
})
new Card(checkout, { hasHolderName: true, holderNameRequired: true }).mount(place)
