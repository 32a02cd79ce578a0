'use client'
import { PaykkaCheckout } from '@paykka-checkout/element/react'
export const Pay = () => (
  <PaykkaCheckout bffUrl="https://pay.shop.example" clientSecret="cs_2" onSuccess={() => location.reload()} />
)
