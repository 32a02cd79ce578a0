/** Code that the element loads when it is needed. The build makes one file of each `import()`. */
export const lazyCode = {
  /** Paying and its results: loaded once the card form is ready. */
  loadDeferred: () => import('../checkout/deferred.ts'),
  /** Ways to pay beside the card form: loaded when a checkout offers one. */
  loadMethods: () => import('../methods/picker.ts'),
  /** A look of the shop: loaded when page or server give one. */
  loadAppearance: () => import('../ui/appearance/appearance.ts'),
  /** Finds setup mistakes: loaded when something is wrong. */
  loadExplain: () => import('../checkout/setup-mistakes/explain.ts'),
}

/** @internal Tests pass their own. */
export type LazyCode = typeof lazyCode
