/** What runs on the server: importing the element there does nothing, and the tag is written with its attributes. */
import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import type { CheckoutAccess } from '../shared/open-checkout.ts'
import { Payment } from './Payment.tsx'

/** The form as HTML. */
export const render = (access: CheckoutAccess): string =>
  renderToString(
    <StrictMode>
      <Payment {...access} />
    </StrictMode>,
  )
