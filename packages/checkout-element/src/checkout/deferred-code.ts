/** Fetches paying and its results ahead of need, and does what their code is for: events, notices, styles. */
import type { CSSResultOrNative, LitElement } from 'lit'
import { adoptStyles } from 'lit'
import type { Environment, Later } from '../environment.ts'
import type { CheckoutState } from './checkout-state.ts'

type Told = LitElement & Parameters<Later['tellMove']>[0]

export class LaterCode {
  /** The code, once it is here. */
  code: Later | null = null

  readonly #element: Told
  readonly #env: Environment
  readonly #styles: CSSResultOrNative[] = []
  #fetching: Promise<void> | null = null
  /** Moves nobody was told of yet. */
  #untold: [CheckoutState, CheckoutState][] = []

  constructor(element: Told, env: Environment) {
    this.#element = element
    this.#env = env
  }

  /** Fetches it; tried again at every call where it failed. */
  want(): void {
    if (!this.code) this.#fetching ??= this.#env.loadLater().then(this.#arrived, this.#failed)
  }

  /** Tells page and shopper of a move, after the moves before it. */
  follow(before: CheckoutState, after: CheckoutState): void {
    this.#untold.push([before, after])
    this.#tellAll()
    if (after.kind !== 'loading' && (after.kind !== 'ready' || after.notice)) this.want()
  }

  /** Takes in styles that came with later code. */
  adopt = (styles: CSSResultOrNative): void => {
    const { elementStyles } = this.#element.constructor as typeof LitElement
    this.#styles.push(styles)
    adoptStyles(this.#element.renderRoot as ShadowRoot, [...elementStyles, ...this.#styles])
  }

  #arrived = (later: Later): void => {
    this.code = later
    this.adopt(later.resultStyles)
    later.sweepSecrets(this.#env.now())
    this.#tellAll()
    this.#element.requestUpdate()
  }

  #failed = (): void => {
    this.#fetching = null
  }

  #tellAll(): void {
    const { code } = this
    if (!code) return
    for (const [before, after] of this.#untold.splice(0))
      code.tellMove(this.#element, this.#env, before, after)
  }
}
