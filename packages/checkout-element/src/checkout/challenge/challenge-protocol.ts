/**
 * The messages between the shop's page, the BFF's wrapper page, and the page that a bank returns to. No message is a
 * result: only the BFF's answer is one.
 */

/** Sent by the wrapper to its parent when it listens. */
export const HELLO = 'paykka:challenge-hello'
/** The answer: the bank's page to show, and its title for screen readers. */
export type Open = { type: typeof OPEN; url: string; title: string }
export const OPEN = 'paykka:challenge-open'
/** The bank sent the shopper back. Sent by the page that it returned to, forwarded by the wrapper. */
export const OVER = 'paykka:challenge-over'

/**
 * The permissions that banks' pages need in a frame: passkeys, Secure Payment Confirmation, codes in text messages. A bank
 * may redirect to other origins, so each origin gets them. https://www.w3.org/TR/secure-payment-confirmation/
 */
export const BANKS_NEED = [
  'payment',
  'publickey-credentials-get',
  'publickey-credentials-create',
  'otp-credentials',
]
  .map((feature) => `${feature} *`)
  .join('; ')

/** `null` for anything but a well-formed request to open. */
export function readOpen(data: unknown): Open | null {
  if (typeof data !== 'object' || data === null) return null
  const { type, url, title } = data as Partial<Open>
  return type === OPEN && typeof url === 'string' && typeof title === 'string' ? { type, url, title } : null
}
