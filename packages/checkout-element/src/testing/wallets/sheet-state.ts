/** What a double’s sheet shows, and what can be done in it. */
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
  /** Whom to deliver to; none where the page does not ask. */
  people: readonly Person[]
  person: number
  methods: readonly SheetMethod[]
  method: string | undefined
  takesCoupons: boolean
  /** Google’s ways to authenticate; none at Apple. */
  authMethods: readonly string[]
  authMethod: string
  /** What the sheet is waiting for; everything but closing it is locked meanwhile. */
  busy: string
  /** What the page refused. */
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

/** Shows a sheet’s state anew with every change. */
export interface SheetView {
  show(state: SheetState): void
  close(): void
}

/**
 * What wallets do on a bad day. `closes-silently`: the sheet is gone, and no event, callback or promise tells so.
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

/** Makes the view of one sheet. */
export type OpenSheet = (actions: SheetActions) => SheetView
