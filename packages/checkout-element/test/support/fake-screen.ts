/** A page whose clock and screen stand still until a test continues them. */
export class FakeScreen {
  #waits: (() => void)[] = []
  #frames: (() => void)[] = []
  readonly #real = {
    setTimeout: globalThis.setTimeout,
    requestAnimationFrame: globalThis.requestAnimationFrame,
  }

  constructor() {
    const setTimeout = (act: (...given: unknown[]) => void, _ms: number, ...given: unknown[]) =>
      this.#waits.push(() => act(...given))
    const requestAnimationFrame = (act: () => void) => this.#frames.push(act)
    Object.assign(globalThis, { setTimeout, requestAnimationFrame })
  }

  /** Ends every current wait; later ones continue. */
  wait(): void {
    for (const over of this.#waits.splice(0)) over()
  }

  /** Paints, and runs the tasks that were requested meanwhile. */
  paint(): void {
    const before = this.#waits.splice(0)
    for (const draw of this.#frames.splice(0)) draw()
    this.wait()
    this.#waits.unshift(...before)
  }

  restore(): void {
    Object.assign(globalThis, this.#real)
  }
}
