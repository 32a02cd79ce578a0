import { PaykkaCheckout, PaykkaSavedCards } from '@paykka-checkout/element/react'
import { Pay } from './pay.jsx'
// biome-ignore lint/style/noDefaultExport: Next.js wants it.
export default function Page() {
  return (
    <main>
      <PaykkaCheckout bffUrl="https://pay.shop.example" clientSecret="cs_1" theme="dark" />
      <Pay />
      <PaykkaSavedCards bffUrl="https://pay.shop.example" />
    </main>
  )
}
