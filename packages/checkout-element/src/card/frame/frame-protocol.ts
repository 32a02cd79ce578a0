/**
 * The messages between page and frame over their private port. Each side checks what it reads and ignores everything else.
 * No card data in either direction: only ciphertext.
 */
import type { CardLook, CardStatus, CodeLength, SealOutcome } from '../entry/card-entry.ts'

/** Sent by the frame's window to its parent when it listens. */
export const HELLO = 'paykka:hello'
/** The parent's answer; it carries the port for everything else. */
export const CONNECT = 'paykka:connect'

export type ToFrame =
  /** With `code`, the form asks only for the security code of a saved card. */
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
