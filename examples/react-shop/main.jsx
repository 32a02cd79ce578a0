import { PaykkaCheckout } from '@paykka-checkout/element/react'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'

const order = await (await fetch('/orders', { method: 'POST' })).json()

function Shop() {
  const [status, setStatus] = useState('open')
  const askServer = async () => setStatus((await (await fetch(`/orders/${order.id}`)).json()).status)
  if (status === 'succeeded') return <h1>Thank you</h1>
  return <PaykkaCheckout bffUrl={order.bffUrl} clientSecret={order.clientSecret} onSuccess={askServer} />
}

createRoot(document.getElementById('app')).render(
  <StrictMode>
    <Shop />
  </StrictMode>,
)
