/** The React components in a strict project. Only checked for types. */
import type { PaykkaCheckout as CheckoutElement } from '@paykka-checkout/element'
import type { PaykkaCheckoutProps } from '@paykka-checkout/element/react'
import { PaykkaCheckout, PaykkaExpress, PaykkaSavedCards } from '@paykka-checkout/element/react'
import { StrictMode, useRef } from 'react'

const BFF = 'https://pay.shop.example'

export function Payment({ secret, look }: { secret: string | undefined; look: PaykkaCheckoutProps }) {
  const element = useRef<CheckoutElement>(null)
  return (
    <StrictMode>
      <PaykkaCheckout
        {...look}
        ref={element}
        bffUrl={BFF}
        clientSecret={secret}
        payButton="none"
        messages={{ pay: 'Pay now' }}
        className="wide"
        data-order="1001"
        onSuccess={({ payment }) => console.log(payment?.paymentId satisfies string | undefined)}
        onAmountChanged={({ current }) => console.log(current satisfies string)}
        onShippingMethod={(event) => event.waitUntil(Promise.resolve(event.methodId satisfies string))}
      >
        <p slot="summary">1 mug</p>
      </PaykkaCheckout>
      <button type="button" onClick={() => void element.current?.submit()}>
        Pay
      </button>
      <PaykkaExpress bffUrl={BFF} clientSecret={secret} onError={({ code }) => console.log(code)} />
      <PaykkaSavedCards
        bffUrl={BFF}
        clientSecret={secret}
        onCardRemoved={({ cardId }) => console.log(cardId)}
      />
      {/* @ts-expect-error there is no such theme */}
      <PaykkaCheckout theme="blue" />
      {/* @ts-expect-error there is no such event */}
      <PaykkaCheckout onPaid={() => undefined} />
      {/* @ts-expect-error wallet buttons have no form */}
      <PaykkaExpress cardEntry="frame" />
    </StrictMode>
  )
}
