/**
 * What page and frame say to each other over their private port; each side checks by hand what it reads.
 * Whatever is not exactly one of these messages is ignored. No card data in either direction: only ciphertext.
 */
import type { CardLook, CardStatus, CodeLength, SealOutcome } from '../entry/card-entry.ts'

/** Sent by the frame’s window once it listens, to whoever embeds it; it says nothing else. */
export const HELLO = 'paykka:hello'
/** The answer, window to window; it carries the port for everything else. */
export const CONNECT = 'paykka:connect'

export type ToFrame =
  /** With `code`, the form asks for the security code of a saved card alone. */
  | { type: 'configure'; checkout: string; look: CardLook; code?: CodeLength }
  | { type: 'seal'; id: number }
  | { type: 'report' }
  | { type: 'focus' }
  | { type: 'reset' }
  | { type: 'lock'; locked: boolean }

export type ToPage =
  | { type: 'ready' }
  | { type: 'change'; status: CardStatus }
  | { type: 'height'; height: number }
  | { type: 'submit' }
  | { type: 'outcome'; id: number; outcome: SealOutcome }
  | { type: 'refused'; code: 'insecure_context' }
