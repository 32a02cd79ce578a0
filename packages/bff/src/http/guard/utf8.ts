/** Decodes a request's body. JSON is UTF-8 (RFC 8259, 8.1): bytes of another encoding would be stored as wrong letters. */
import { AppError } from '../../domain/errors.ts'

/** ASCII is a subset of UTF-8. */
const TAKEN = new Set(['', 'utf-8', 'utf8', 'us-ascii', 'ascii'])
const CHARSET = /;\s*charset\s*=\s*("[^"]*"|[^;\s]*)/gi

/**
 * @param contentType the request's content type with its parameters
 * @returns the text of a body, including a byte order mark if there is one
 * @throws AppError unsupported_media_type for another encoding, malformed_request for bytes that are not UTF-8
 */
export function readUtf8(contentType: string | undefined, body: Uint8Array): string {
  for (const [, name = ''] of (contentType ?? '').matchAll(CHARSET)) refuseOther(name)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    throw new AppError('malformed_request', { detail: 'The body is not UTF-8.' })
  }
}

function refuseOther(name: string): void {
  if (TAKEN.has(name.replaceAll('"', '').trim().toLowerCase())) return
  throw new AppError('unsupported_media_type', { detail: 'Send UTF-8: charset=utf-8, or no charset.' })
}
