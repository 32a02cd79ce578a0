/** The ways to pay beside the card form: loads them, checks whether they can be used, and keeps the choice. */
import type { SealOutcome } from '../card/entry/card-entry.ts'
import type { CardEntryController } from '../card/entry/card-entry-controller.ts'
import type { CheckoutContext } from '../checkout/checkout-context.ts'
import type { DeferredCode } from '../checkout/deferred-code.ts'
import type { PayFlow } from '../checkout/pay-flow.ts'
import type { MistakeCode } from '../checkout/setup-mistakes/mistakes.ts'
import type { MethodOffer, PublicCheckout, UnavailableReason } from '../checkout/wire.ts'
import { CheckoutError } from '../errors.ts'
import { takesCards } from '../ui/announcer.ts'
import { layoutOf } from '../ui/layout.ts'
import type { Row } from './accordion/rows.ts'
import { inOrder } from './accordion/rows.ts'
import type { Billing } from './billing-slot.ts'
import { BillingSlot } from './billing-slot.ts'
import { SaveCard } from './consent/save-card.ts'
import { leavePage } from './leave-page.ts'
import { contextFor } from './method-context.ts'
import type { Availability, Choice, MethodName, PayMethod, PayWith } from './pay-method.ts'
import type { MethodLoaders } from './registry.ts'
import { BEFORE_CARD, loaders } from './registry.ts'

/** The form does not wait longer than this for a way to pay. A late one is added when it answers. Milliseconds. */
const TIMEOUT_MS = 2000

/** Codes that mean: the checkout is no longer what this page shows. */
const CHECKOUT_CHANGED: readonly string[] = [
  'payment_in_progress',
  'already_paid',
  'checkout_closed',
  'checkout_expired',
  'amount_changed',
]

/** Reasons that the shop's developer can fix. */
const MISTAKES: Partial<Record<UnavailableReason, MistakeCode>> = {
  'domain-not-verified': 'apple_pay_domain',
  'iframe-permission': 'wallet_not_permitted',
}

/** What the ways to pay need beside the element. */
export type MethodsOptions = {
  flow: Pick<PayFlow, 'begin'>
  deferred: Pick<DeferredCode, 'load' | 'adopt'>
  card: Pick<CardEntryController, 'entry' | 'complete' | 'seal'>
  /** Called when the ways, the chosen one, or their availability has changed. */
  changed: () => void
  /** Replaces the ways of this package; for tests. */
  loaders?: MethodLoaders
}

type Entry = { name: MethodName; method: PayMethod | null; availability: Availability | null }

export class Methods {
  readonly #context: CheckoutContext
  readonly #options: MethodsOptions
  readonly #entries = new Map<MethodName, Entry>()
  readonly #life = new AbortController()
  readonly #saveCard: SaveCard
  readonly #billing: BillingSlot
  /** Billing details of the card that was sealed last. */
  #along: Billing | null = null
  #chosen: Choice | null = null
  #checkout: PublicCheckout
  /** True once every way has answered or timed out. */
  settled = false
  /** True once the shopper asked for the rows behind the button. */
  expanded = false

  constructor(context: CheckoutContext, checkout: PublicCheckout, options: MethodsOptions) {
    this.#context = context
    this.#checkout = checkout
    this.#options = options
    this.#saveCard = new SaveCard(() => context.element.requestUpdate())
    this.#billing = new BillingSlot(context, checkout, options.deferred.adopt)
    void this.#loadAll()
  }

  /** The checkout as it was last read. */
  get checkout(): PublicCheckout {
    return this.#checkout
  }

  follow(checkout: PublicCheckout): void {
    this.#checkout = checkout
  }

  /** Every offer of the checkout, with the availability that each way reported. */
  get offers(): MethodOffer[] {
    return this.#checkout.methods.map((offer) => {
      const entry = this.#entries.get(offer.type as MethodName)
      return entry?.availability ? { type: offer.type, ...entry.availability } : offer
    })
  }

  /** The ways that can be chosen, in the order of the picker. */
  get choices(): Choice[] {
    const names = this.#usable('choice').map(({ name }) => name)
    const before = names.filter((name) => BEFORE_CARD.includes(name))
    const card: Choice[] = takesCards(this.#checkout) ? ['card'] : []
    return [...before, ...card, ...names.filter((name) => !before.includes(name))]
  }

  /** The ways that have their own button above the form. */
  get express(): PayMethod[] {
    return this.#usable('express').map(({ method }) => method)
  }

  /** False when the checkout cannot be paid in any way. */
  get payable(): boolean {
    return this.choices.length + this.express.length > 0
  }

  /** What the pay button pays with; the first way until the shopper chooses. */
  get chosen(): Choice | null {
    const { choices } = this
    const chosen = this.#chosen
    if (chosen && choices.includes(chosen)) return chosen
    const first = this.inRows ? this.rows.find(({ option }) => !option?.disabled)?.choice : choices[0]
    return first ?? null
  }

  /** One row per way in tabs; in an accordion one row per option. */
  get rows(): Row[] {
    const { choices } = this
    return layoutOf(this.#context.element.layout) === 'tabs'
      ? choices.map((choice) => ({ choice, option: null }))
      : inOrder(choices.flatMap((choice) => this.#optionRows(choice)))
  }

  /** True for an accordion with something to choose. */
  get inRows(): boolean {
    return layoutOf(this.#context.element.layout) === 'accordion' && this.rows.length > 1
  }

  /** The chosen way, unless it is the card form. */
  get method(): PayMethod | null {
    return this.methodOf(this.chosen)
  }

  methodOf(choice: Choice | null): PayMethod | null {
    return choice && choice !== 'card' ? (this.#entries.get(choice)?.method ?? null) : null
  }

  choose({ choice, option }: Row): void {
    this.#chosen = choice
    if (option) this.methodOf(choice)?.choose?.(option.id)
    this.#options.changed()
  }

  expand(): void {
    this.expanded = true
    this.#options.changed()
  }

  /** Resolves when the last change is on the page. */
  async shown(): Promise<void> {
    await this.#context.element.updateComplete
  }

  #optionRows(choice: Choice): Row[] {
    const options = this.methodOf(choice)?.options?.() ?? []
    return options.length > 0 ? options.map((option) => ({ choice, option })) : [{ choice, option: null }]
  }

  /** Shown under the card form. */
  underCard(locked: boolean): unknown {
    return this.#saveCard.render(this.#checkout, this.#context.language.locale, locked)
  }

  /** Shown above the pay button. */
  billing(locked: boolean): unknown {
    return this.#billing.render(this.chosen, locked)
  }

  /** Seals the typed card; `invalid` also when billing details are missing, which are then shown. */
  async seal(): Promise<SealOutcome> {
    const sealed = await this.#options.card.seal()
    this.#along = this.#billing.answer('card', sealed.kind !== 'invalid')
    return this.#along ? sealed : { kind: 'invalid', fields: [] }
  }

  /** What the card form adds to its payment. */
  get withCard(): Omit<PayWith, 'method'> {
    return { ...this.#saveCard.answer(this.#checkout), ...this.#along }
  }

  /** False while the shopper must still type something. */
  get complete(): boolean {
    return this.#isFilled && this.#billing.complete(this.chosen)
  }

  /** What the shopper fills in: the chosen way to pay or the card form, then the billing details. */
  get filled(): Pick<PayMethod, 'focus' | 'report'> {
    const part = this.method ?? this.#options.card.entry
    const report = () => (this.#isFilled ? this.#billing.report(this.chosen) : part?.report?.())
    return { focus: () => part?.focus?.(), report }
  }

  get #isFilled(): boolean {
    const { method } = this
    return method ? method.complete !== false : this.#options.card.complete
  }

  /** Runs the chosen way inside the click, with the permission to pay taken. */
  async pay(): Promise<void> {
    const { method, chosen } = this
    try {
      if (method?.redirect) return await this.#leave(method.redirect.bind(method))
      const payWith = (await method?.collect?.()) ?? null
      const billing = this.#billing.answer(chosen, payWith !== null)
      if (payWith && billing) await this.#context.checkout.pay({ ...payWith, ...billing })
      else this.#context.checkout.giveBack(null)
    } catch (error) {
      await this.#failed(asCheckoutError(error))
    }
  }

  async #leave(redirect: NonNullable<PayMethod['redirect']>): Promise<void> {
    const billing = this.#billing.answer(this.chosen, true)
    await leavePage(billing && (await redirect(billing)), this.#context, this.#options.deferred)
  }

  /** A way failed before anything was sent. If the checkout has changed meanwhile, it is read again. */
  async #failed(error: CheckoutError): Promise<void> {
    const { checkout } = this.#context
    const isOld = CHECKOUT_CHANGED.includes(error.code)
    checkout.giveBack(isOld ? null : error)
    if (isOld) await checkout.refresh()
  }

  lock(locked: boolean): void {
    for (const { method } of this.#entries.values()) method?.lock?.(locked)
  }

  reset(): void {
    this.#saveCard.reset()
    this.#billing.reset()
    for (const { method } of this.#entries.values()) method?.reset?.()
  }

  disconnect(): void {
    this.#life.abort()
    for (const { method } of this.#entries.values()) method?.disconnect?.()
  }

  #usable(place: PayMethod['place']): { name: MethodName; method: PayMethod }[] {
    return [...this.#entries.values()].flatMap(({ name, method, availability }) =>
      method?.place === place && availability?.available ? [{ name, method }] : [],
    )
  }

  async #loadAll(): Promise<void> {
    const names = offeredNames(this.#checkout)
    for (const name of names) this.#entries.set(name, { name, method: null, availability: null })
    const timeout = this.#context.environment.wait(TIMEOUT_MS, this.#life.signal)
    const all = [this.#billing.load(), ...names.map((name) => this.#load(name))]
    await Promise.race([Promise.all(all), timeout])
    if (this.#life.signal.aborted) return
    this.settled = true
    this.#options.changed()
  }

  async #load(name: MethodName): Promise<void> {
    try {
      const load = (this.#options.loaders ?? loaders)[name]
      if (!load) return this.#answered(name, { available: false, reason: 'unsupported-browser' })
      const { createMethod } = await load()
      if (this.#life.signal.aborted) return
      const context = contextFor(
        this.#context,
        this.#options.flow,
        this.#billing,
        (availability) => this.#answered(name, availability),
        () => this.inRows,
      )
      const method = createMethod(context)
      this.#entries.set(name, { name, method, availability: null })
      if (method.styles) this.#options.deferred.adopt(method.styles)
      this.#answered(name, await method.availability())
    } catch {
      this.#answered(name, { available: false, reason: 'script-blocked' })
    }
  }

  #answered(name: MethodName, availability: Availability): void {
    const entry = this.#entries.get(name)
    if (!entry || this.#life.signal.aborted) return
    entry.availability = availability
    const mistake = availability.available ? undefined : MISTAKES[availability.reason]
    if (mistake) this.#context.mistakes.report(mistake)
    if (this.settled) this.#options.changed()
  }
}

const asCheckoutError = (error: unknown): CheckoutError =>
  error instanceof CheckoutError ? error : new CheckoutError('bff_unreachable')

/** The ways to pay that the checkout offers beside the card form. */
function offeredNames({ methods, cards }: PublicCheckout): MethodName[] {
  const offered = methods.flatMap(({ type, available }) => (type !== 'card' && available ? [type] : []))
  return cards.length > 0 ? ['saved_card', ...offered] : offered
}
