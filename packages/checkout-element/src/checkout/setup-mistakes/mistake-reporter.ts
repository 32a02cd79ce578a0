/** Finds setup mistakes and reports them to the developer. The code for it is loaded when something is wrong. */
import type { CheckoutErrorCode } from '../../errors.ts'
import type { Access } from '../bff-client.ts'
import type { Facts, MistakeCode } from './mistakes.ts'

export type MistakeReporter = {
  /** Reports the mistake behind an error. Resolves with its code, or with the error's own code when no mistake is found. */
  explain(code: CheckoutErrorCode, given: Access): Promise<CheckoutErrorCode>
  /** Writes one mistake to the page's console. */
  report(code: MistakeCode, facts?: Facts): void
}

type Explain = typeof import('./explain.ts')

export const mistakeReporter = (load: () => Promise<Explain>): MistakeReporter => ({
  explain: (code, given) =>
    load()
      .then((explain) => explain.explain(code, given))
      .catch(() => code),
  report: (code, facts) =>
    void load().then(
      (explain) => explain.report(code, facts),
      () => undefined,
    ),
})
