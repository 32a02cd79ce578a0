/** A payment form in React 19: the tag as it is, with the element’s own attributes and events. No wrapper is needed. */
import '@paykka-checkout/element/define'
import type { PaykkaChangeEvent, PaykkaCheckout, PaykkaIntrinsicElements } from '@paykka-checkout/element'
import type { FormEvent, JSX } from 'react'
import { useCallback, useState } from 'react'
import type { CheckoutAccess } from '../shared/open-checkout.ts'
import { MESSAGES } from '../shared/open-checkout.ts'

declare module 'react' {
  // biome-ignore lint/style/noNamespace: React keeps the names of tags in one.
  namespace JSX {
    interface IntrinsicElements extends PaykkaIntrinsicElements {}
  }
}

export function Payment({ bffUrl, clientSecret }: CheckoutAccess): JSX.Element {
  const [note, setNote] = useState('')
  const [dark, setDark] = useState(false)
  const [byCard, setByCard] = useState(true)
  const [card, setCard] = useState('')
  const [receipt, setReceipt] = useState('')

  /** By reference, because React hydrates a custom element without its objects and without its listeners. */
  const connect = useCallback((element: PaykkaCheckout | null) => {
    if (!element) return undefined
    const onChange = ({ brand, last4, complete }: PaykkaChangeEvent) =>
      setCard(complete ? `${brand} ending in ${last4}` : '')
    element.messages = MESSAGES
    element.addEventListener('paykka-change', onChange)
    return () => element.removeEventListener('paykka-change', onChange)
  }, [])

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
        <paykka-checkout
          ref={connect}
          name="payment"
          pay-button="none"
          bff-url={bffUrl}
          {...(clientSecret ? { 'client-secret': clientSecret } : {})}
          theme={dark ? 'dark' : 'light'}
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
