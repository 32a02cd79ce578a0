/** Looks for secrets in bytes, however they are written down. */

/** Three digits occur everywhere, so a code is searched next to its name. */
export const CVC_IN_CONTEXT = /cv[cv]2?["':= ]{1,4}\d{3,4}\b/i

/** Every way a text may be written down without being gone. */
function forms(secret: string): (string | Buffer)[] {
  const bytes = Buffer.from(secret)
  // Base64 of the same text differs by where it starts within three bytes; the unsure ends are left out.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  )
  const grouped = /^\d+$/.test(secret)
    ? [' ', '-', '.'].map((gap) => secret.replace(/(\d{4})(?=\d)/g, `$1${gap}`))
    : []
  const inJson = JSON.stringify(secret).slice(1, -1)
  return [
    secret,
    inJson,
    encodeURIComponent(secret),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    [...secret].reverse().join(''),
    Buffer.from(secret, 'utf16le'),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ...grouped,
  ]
}

/** @returns the secrets in the bytes, in any encoding */
export function leaks(bytes: Buffer, secrets: Record<string, string>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    forms(secret).some((form) => form.length >= 8 && bytes.includes(form)) ? [name] : [],
  )
}
