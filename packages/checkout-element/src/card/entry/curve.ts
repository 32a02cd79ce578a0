/** Checks that a public key is a point of the curve P-256. WebKitGTK imports any pair of numbers. */
import type { CardKey } from '../../checkout/wire.ts'

// NIST SP 800-186, 3.2.1.3: y² = x³ − 3x + b, modulo p.
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn

/** @throws {DOMException} `DataError`, as other engines do */
export function assertOnCurve({ x, y }: CardKey): void {
  const [left, right] = [numberOf(x), numberOf(y)]
  const isPoint = left < P && right < P && (right * right - (left ** 3n - 3n * left + B)) % P === 0n
  if (!isPoint) throw new DOMException('The key is not a point of the curve.', 'DataError')
}

/** Base64url, most significant byte first (RFC 7518, 6.2.1.2). */
function numberOf(text: string): bigint {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return BigInt(`0x${Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')}`)
}
