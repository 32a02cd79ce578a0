/** The billing details of one checkout: the typed values, their mistakes, and the address for the BFF. */

import { nothing } from 'lit'
import type { CheckoutContext } from '../checkout/checkout-context.ts'
import type { Address, PublicCheckout } from '../checkout/wire.ts'
import { loadBillingTexts } from '../locales/billing-locales.ts'
import { ExtraTexts } from '../locales/extra-texts.ts'
import { appearances } from '../ui/theme/look.ts'
import { addressOf, countryOf, deliveryOf, valuesOf } from './billing-address.ts'
import type { BillingField, BillingForm, FieldMistake, FieldName, Values } from './billing-fields.ts'
import { fieldsOf, mistakeOf, tidy } from './billing-fields.ts'
import { billingView } from './billing-view.ts'
import type { CountryData } from './country-data.ts'
import { loadRule, stateCode } from './country-rules.ts'

export { billingStyles } from './billing.styles.ts'

/** As the appearance puts them in the card form. */
function labelsOf(element: Element) {
  const { labels = 'above' } = appearances.get(element) ?? {}
  return labels === 'above' ? nothing : labels
}

export class BillingDetails {
  readonly #context: CheckoutContext
  readonly #checkout: PublicCheckout
  readonly #form: () => BillingForm
  readonly #texts: ExtraTexts
  #values: Values
  #rule: CountryData = { order: '', required: '' }
  /** True while the delivery address is the billing address too. */
  #same: boolean
  /** Fields whose mistakes are shown, and unusual values that were shown once. */
  readonly #marked = new Set<FieldName>()
  readonly #accepted = new Set<string>()

  /** @param form read at every render: the page may change it */
  constructor(context: CheckoutContext, checkout: PublicCheckout, form: () => BillingForm) {
    this.#context = context
    this.#checkout = checkout
    this.#form = form
    this.#texts = new ExtraTexts(() => context.element.requestUpdate(), loadBillingTexts)
    const known = valuesOf(checkout.billing?.known)
    const country = countryOf(checkout, [...navigator.languages])
    this.#values = { ...known, country }
    this.#same = deliveryOf(checkout) !== null && !known.line1
  }

  /** Resolves when texts and rules are there. A country whose rules cannot be loaded asks for little. */
  async load(): Promise<void> {
    await Promise.all([this.#texts.follow(this.#context.language.locale), this.#loadRule()])
  }

  /** True when nothing must be typed. */
  get complete(): boolean {
    return this.#fields.every((field) => [null, 'unusual'].includes(this.#mistake(field)))
  }

  /** True when the shop's server has sent all of it, so that nobody must ask. */
  get known(): boolean {
    return !this.#same && this.complete
  }

  render(locked: boolean): unknown {
    const { locale } = this.#context.language
    void this.#texts.follow(locale)
    return billingView({
      fields: this.#fields,
      values: this.#values,
      mistakeOf: (field) => (this.#marked.has(field.name) ? this.#mistake(field) : null),
      example: this.#rule.example ?? '',
      delivery: this.#form() === 'postal' ? null : deliveryOf(this.#checkout),
      same: this.#isSame,
      labels: labelsOf(this.#context.element),
      locale,
      locked,
      choose: this.#choose,
      input: this.#input,
      leave: this.#leave,
      submit: () => void this.#context.element.submit(),
    })
  }

  /** The address for the payment; `null` after it has shown what is missing. */
  answer(focus: boolean): Address | null {
    if (this.#report(focus)) return null
    const delivery = this.#isSame ? deliveryOf(this.#checkout) : null
    return { ...delivery, ...addressOf(this.#values, this.#fields) }
  }

  /** Shows what is missing and moves the focus there. */
  report = (): void => void this.#report(true)

  /** Takes the contact of a wallet's sheet, so that it need not be typed. */
  fill(address: Address): void {
    this.#values = { ...this.#values, ...valuesOf(address) }
    this.#same = false
    void this.#loadRule()
  }

  reset(): void {
    const { country } = this.#values
    this.#values = { ...(country && { country }), ...valuesOf(this.#checkout.billing?.known) }
    this.#marked.clear()
    void this.#loadRule()
  }

  get #isSame(): boolean {
    return this.#same && this.#form() !== 'postal'
  }

  get #fields(): BillingField[] {
    const { locale } = this.#context.language
    const fields = fieldsOf(this.#form(), this.#values.country ?? '', this.#rule, locale)
    return this.#isSame ? fields.filter(({ name }) => name === 'email' || name === 'phoneNumber') : fields
  }

  #mistake(field: BillingField): FieldMistake | null {
    const trimmed = Object.entries(this.#values).map(([name, text]) => [name, tidy(name as FieldName, text)])
    return mistakeOf(field, Object.fromEntries(trimmed), this.#rule)
  }

  /** True when the shopper must correct something first. An unusual postal code stops the first attempt only. */
  #report(focus: boolean): boolean {
    const wrong = this.#fields.filter((field) => {
      this.#marked.add(field.name)
      const value = this.#values[field.name] ?? ''
      const mistake = this.#mistake(field)
      if (mistake !== 'unusual') return mistake !== null
      const known = this.#accepted.has(value)
      this.#accepted.add(value)
      return !known
    })
    const { element } = this.#context
    element.requestUpdate()
    const [first] = wrong
    if (first && focus) void element.updateComplete.then(() => this.#focus(first))
    return first !== undefined
  }

  #focus({ name }: BillingField): void {
    this.#context.element.renderRoot.querySelector<HTMLElement>(`#billing-${name}`)?.focus()
  }

  async #loadRule(): Promise<void> {
    const { country = '' } = this.#values
    const rule = await loadRule(country)
    if (country !== this.#values.country) return
    this.#rule = rule
    const { state = '' } = this.#values
    this.#values = { ...this.#values, state: stateCode(rule, state) }
    this.#context.element.requestUpdate()
  }

  #choose = (same: boolean): void => {
    this.#same = same
    this.#context.element.requestUpdate()
  }

  #input = (name: FieldName, value: string): void => {
    this.#values = { ...this.#values, [name]: value }
    if (name === 'country') void this.#loadRule()
    this.#context.element.requestUpdate()
  }

  /** A field that was left empty is not reported before the shopper pays. */
  #leave = (name: FieldName): void => {
    if (this.#values[name]?.trim()) this.#marked.add(name)
    this.#context.element.requestUpdate()
  }
}
