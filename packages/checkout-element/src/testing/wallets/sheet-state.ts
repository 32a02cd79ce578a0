/** The content of a double's sheet, and its actions. */
import type { DoubleCard, Person } from './people.ts'

export type SheetMethod = { id: string; label: string; detail: string }

export type SheetState = {
  wallet: 'Apple Pay' | 'Google Pay'
  payee: string
  lines: readonly { label: string; amount: string }[]
  total: string
  currency: string
  cards: readonly DoubleCard[]
  card: string
  /** People to deliver to; empty when the page does not ask. */
  people: readonly Person[]
  person: number
  methods: readonly SheetMethod[]
  method: string | undefined
  takesCoupons: boolean
  /** Google's authentication methods; empty for Apple. */
  authMethods: readonly string[]
  authMethod: string
  /** What the sheet waits for; meanwhile it can only be closed. */
  busy: string
  /** The page's refusal. */
  problem: string
}

export interface SheetActions {
  choose(choice: Partial<Pick<SheetState, 'card' | 'authMethod'>>): void
  moveTo(person: number): void
  shipBy(method: string): void
  redeem(code: string): void
  pay(): void
  cancel(): void
}

/** Shows the state of a sheet after each change. */
export interface SheetView {
  show(state: SheetState): void
  close(): void
}

/**
 * Misbehavior of wallets. `closes-silently`: the sheet disappears without any event, callback or promise.
 * `skips-callback`: Google's promise settles without its callback. `refuses-session`: Apple throws at the session.
 */
export type Misbehavior =
  | 'throws'
  | 'closes-silently'
  | 'skips-callback'
  | 'refuses-session'
  | 'authorizes-late'
  | 'authorizes-twice'
  | 'cancels-after-authorization'

/** Creates the view of one sheet. */
export type OpenSheet = (actions: SheetActions) => SheetView
