/** The addresses to which a shopper may be redirected for 3-D Secure. */
import { isLoopback } from '../domain/loopback.ts'

/** @returns whether the address is https, or http on this machine where the emulator runs */
export function isActionUrlSafe(address: string, allowHttp: boolean): boolean {
  const url = URL.parse(address)
  if (!url || url.username || url.password || address.length > 4096) return false
  return url.protocol === 'https:' || (allowHttp && url.protocol === 'http:' && isLoopback(url.hostname))
}
