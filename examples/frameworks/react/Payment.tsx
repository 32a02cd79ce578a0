/** A payment form in React: the same on the server, where the component writes the tag with its attributes. */
import type { PaykkaChangeEvent } from '@paykka-checkout/element'
import { PaykkaCheckout } from '@paykka-checkout/element/react'
import type { FormEvent, JSX } from 'react'
import { useState } from 'react'
import type { CheckoutAccess } from '../shared/open-checkout.ts'
import { MESSAGES } from '../shared/open-checkout.ts'

export function Payment({ bffUrl, clientSecret }: CheckoutAccess): JSX.Element {
  const [note, setNote] = useState('')
  const [dark, setDark] = useState(false)
  const [byCard, setByCard] = useState(true)
  const [card, setCard] = useState('')
  const [receipt, setReceipt] = useState('')

  const onChange = ({ brand, last4, complete }: PaykkaChangeEvent) =>
    setCard(complete ? `${brand} ending in ${last4}` : '')

  /** Heard once the payment succeeded. */
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setReceipt(String(new FormData(event.currentTarget).get('payment')))
  }

  return (
    <form onSubmit={onSubmit}>
      <label>
        Note for the courier
        <input value={note} onChange={({ target }) => setNote(target.value)} />
      </label>
      <label>
        <input type="checkbox" checked={dark} onChange={({ target }) => setDark(target.checked)} /> Dark
      </label>
      <label>
        <input type="checkbox" checked={byCard} onChange={({ target }) => setByCard(target.checked)} /> Pay
        now
      </label>
      {byCard && (
        <PaykkaCheckout
          name="payment"
          payButton="none"
          bffUrl={bffUrl}
          clientSecret={clientSecret}
          messages={MESSAGES}
          theme={dark ? 'dark' : 'light'}
          onChange={onChange}
        />
      )}
      <p>
        {note} <span id="card">{card}</span>
      </p>
      <button type="submit">Buy</button>
      <output>{receipt}</output>
    </form>
  )
}
