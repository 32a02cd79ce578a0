/** The tag itself in JSX of React 19. Only checked for types. */
import '@paykka-checkout/element/define'
import '@paykka-checkout/element/jsx/react'
import type { PaykkaSuccessEvent } from '@paykka-checkout/element'

const onSuccess = ({ payment }: PaykkaSuccessEvent) => console.log(payment?.paymentId)

export const Payment = () => (
  <main>
    <paykka-checkout
      bff-url="https://pay.shop.example"
      client-secret="cs_1"
      pay-button="none"
      onpaykka-success={onSuccess}
    />
    <paykka-express bffUrl="https://pay.shop.example" theme="dark" />
    <paykka-saved-cards bff-url="https://pay.shop.example" />
    {/* @ts-expect-error there is no such layout */}
    <paykka-checkout layout="circle" />
  </main>
)
