/** Takes over in the browser what the server rendered. */
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import type { CheckoutAccess } from '../shared/open-checkout.ts'
import { Payment } from './Payment.tsx'

const place = document.querySelector<HTMLElement>('#app')
if (!place) throw new TypeError('The page has no place for the app.')
const access = JSON.parse(place.dataset.access ?? '{}') as CheckoutAccess

hydrateRoot(
  place,
  <StrictMode>
    <Payment {...access} />
  </StrictMode>,
)
