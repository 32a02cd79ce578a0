/** A way to pay whose answers come from the test. */
import { html } from 'lit'
import type { Availability, MethodContext, PayMethod, PayWith } from '../../src/methods/pay-method.ts'

export const googlePay: PayWith = { method: { type: 'google_pay', token: '{}' } }

export class FakeMethod implements PayMethod {
  place: PayMethod['place'] = 'choice'
  context: MethodContext | null = null
  readonly calls: string[] = []
  available: Promise<Availability> = Promise.resolve({ available: true })
  collected: Promise<PayWith | null> = Promise.resolve(googlePay)
  redirect?: () => Promise<string | null>
  readonly #name: string

  constructor(name: string, change: Partial<FakeMethod> = {}) {
    this.#name = name
    Object.assign(this, change)
  }

  load = async () => ({
    createMethod: (context: MethodContext): PayMethod => {
      this.context = context
      return this
    },
  })

  label = (): string => this.#name
  availability = (): Promise<Availability> => this.available
  render = () => html`<p class="fake">${this.#name}</p>`
  collect = (): Promise<PayWith | null> => {
    this.calls.push('collect')
    return this.collected
  }
  focus = (): void => void this.calls.push('focus')
  report = (): void => void this.calls.push('report')
  reset = (): void => void this.calls.push('reset')
  disconnect = (): void => void this.calls.push('disconnect')
}
