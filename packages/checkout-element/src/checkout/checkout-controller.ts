/** Loads a checkout, pays it, and polls while the outcome is open. Knows the network, not the screen. */
import type { ReactiveController } from 'lit'
import type { Environment } from '../environment.ts'
import { CheckoutError } from '../errors.ts'
import type { PayWith } from '../methods/pay-method.ts'
import type { Access, Answer } from './bff-client.ts'
import { loadCheckout } from './bff-client.ts'
import type { Checkout, CheckoutElement } from './checkout-context.ts'
import type { CheckoutEvent, CheckoutState } from './checkout-state.ts'
import { isFollowed, next } from './checkout-state.ts'
import type { Deferred } from './deferred-code.ts'
import type { Run } from './paying/run.ts'
import type { Attempt } from './paying/run-attempt.ts'
import { poll } from './poller.ts'
import type { MistakeReporter } from './setup-mistakes/mistake-reporter.ts'
import type { PublicCheckout } from './wire.ts'

/** What the element does for the controller. */
export type ControllerHooks = {
  /** The part of a checkout that this element offers. */
  offered: (checkout: PublicCheckout) => PublicCheckout
  /** Called after each change of the state. */
  moved: (before: CheckoutState, after: CheckoutState) => void
}

export class CheckoutController implements ReactiveController, Checkout {
  state: CheckoutState = { kind: 'loading' }
  access: Access | null = null

  readonly #element: CheckoutElement
  readonly #env: Environment
  readonly #mistakes: MistakeReporter
  readonly #loadDeferred: () => Promise<Deferred>
  readonly #hooks: ControllerHooks
  #run = new AbortController()
  #attempt: Attempt | null = null
  #polling = false
  /** Counts requests and attempts: only the answer to the latest is used. */
  #turn = 0

  constructor(
    element: CheckoutElement,
    env: Environment,
    mistakes: MistakeReporter,
    loadDeferred: () => Promise<Deferred>,
    hooks: ControllerHooks,
  ) {
    this.#element = element
    this.#env = env
    this.#mistakes = mistakes
    this.#loadDeferred = loadDeferred
    this.#hooks = hooks
    element.addController(this)
  }

  hostDisconnected(): void {
    this.#run.abort()
    this.#polling = false
  }

  /** Opens a checkout, or the same one again. The newest call wins: answers to older ones are ignored. */
  async open(access: Access): Promise<void> {
    this.#run.abort()
    this.#run = new AbortController()
    this.access = access
    this.#attempt = null
    this.#polling = false
    this.move({ type: 'open' })
    await this.#ask(this.#run.signal)
  }

  /** Reads the checkout again without taking anything off the screen. */
  async refresh(): Promise<void> {
    if (this.access && this.state.kind !== 'paying') await this.#ask(this.#run.signal)
  }

  /** Shows an error in place of the form, until the checkout is opened again. */
  stop(error: CheckoutError): void {
    this.#run.abort()
    this.move({ type: 'open' })
    this.move({ type: 'load-failed', error })
  }

  /** Takes the one permission to pay; a second call while paying gets `false`. */
  begin(): boolean {
    if (this.state.kind !== 'ready') return false
    this.move({ type: 'pay' })
    return true
  }

  giveBack(error: CheckoutError | null): void {
    this.move(error ? { type: 'refused', error } : { type: 'card-refused' })
  }

  /** Pays once. If the code for it cannot be loaded, nothing was sent, and trying again is safe. */
  async pay(payWith: PayWith): Promise<void> {
    const { signal } = this.#run
    const deferred = await this.#loadDeferred().catch(() => null)
    const { state } = this
    if (signal.aborted || state.kind !== 'paying' || !this.access) return
    if (!deferred) return this.move({ type: 'refused', error: new CheckoutError('bff_unreachable') })
    this.#turn++
    const run = { access: this.access, page: this.#element, env: this.#env, signal }
    this.#attempt = deferred.startAttempt(state.checkout, payWith, run)
    await this.#send(deferred, this.#attempt, state.checkout, run)
  }

  async #send(deferred: Deferred, attempt: Attempt, checkout: PublicCheckout, run: Run): Promise<void> {
    const verdict = await deferred.runAttempt(attempt, checkout, run)
    if (!verdict) return
    if (!verdict.open) this.#attempt = null
    await deferred.showTick(verdict.event, this, this.#element, run)
    if (run.signal.aborted) return
    this.move(verdict.event)
    if (verdict.ask) await this.#ask(run.signal)
  }

  async load(signal = this.#run.signal): Promise<Answer<PublicCheckout>> {
    if (!this.access) return { kind: 'lost' }
    return await loadCheckout(this.access, this.#env, signal)
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const turn = ++this.#turn
    const answer = await this.load(signal)
    if (signal.aborted || turn !== this.#turn) return
    if (answer.kind === 'ok') return await this.#loaded(answer.value, signal)
    const problem = answer.kind === 'problem' ? answer.problem : null
    if (problem?.code === 'checkout_expired') return this.move({ type: 'expired' })
    const code = problem?.code ?? 'bff_unreachable'
    const found =
      this.access && this.state.kind === 'loading' ? await this.#mistakes.explain(code, this.access) : code
    if (signal.aborted || turn !== this.#turn) return
    this.move({ type: 'load-failed', error: new CheckoutError(found, problem?.requestId) })
  }

  async #loaded(checkout: PublicCheckout, signal: AbortSignal): Promise<void> {
    const attempt = this.#attempt
    if (attempt && this.access && isFollowed(this.state)) {
      const deferred = await this.#loadDeferred()
      const run = { access: this.access, page: this.#element, env: this.#env, signal }
      if (deferred.mayGoAgain(attempt, checkout))
        return await this.#send(deferred, { ...attempt, repeats: true }, checkout, run)
      deferred.dropAttempt(checkout)
      this.#attempt = null
    }
    if (this.state.kind === 'paying') return
    this.move({ type: 'loaded', checkout })
  }

  move(given: CheckoutEvent): void {
    const event = 'checkout' in given ? { ...given, checkout: this.#hooks.offered(given.checkout) } : given
    const before = this.state
    const after = next(before, event)
    if (after === before) return
    this.state = after
    this.#element.requestUpdate()
    this.#hooks.moved(before, after)
    if (isFollowed(after)) void this.#poll(this.#run.signal)
  }

  async #poll(signal: AbortSignal): Promise<void> {
    if (this.#polling) return
    this.#polling = true
    const isOpen = () => isFollowed(this.state)
    await poll(this.#env, signal, isOpen, () => this.#ask(signal))
    if (!signal.aborted) this.#polling = false
  }
}
