/** A form written by a server, without any framework: it posts the payment's id once the payment succeeded. */
import { renderSkeleton } from '@paykka-checkout/element'
import type { CheckoutAccess } from '../shared/open-checkout.ts'

/** The place of the payment is kept free until the script has come, by a declarative shadow root. */
export const render = ({ bffUrl, clientSecret }: CheckoutAccess): string => `
  <form action="/plain/orders" method="post">
    ${renderSkeleton({
      bffUrl,
      ...(clientSecret ? { clientSecret } : {}),
      payButton: false,
      attributes: { name: 'payment', theme: 'light' },
    })}
    <button>Buy</button>
  </form>`
