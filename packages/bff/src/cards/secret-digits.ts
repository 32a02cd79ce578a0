/** Extracts a card's digits from decrypted JSON while it is still bytes, since strings cannot be wiped. */

const [QUOTE, COLON, ZERO, NINE] = [0x22, 0x3a, 0x30, 0x39]
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d])

/**
 * Moves the digits of the first member with that name into a separate buffer and leaves zeros in their place. In valid JSON
 * the quoted name with a colon is always a member, at any depth. The caller checks with `isBlank` that the parsed member is
 * the extracted one.
 * @param json overwritten in place
 * @returns the digits, for the caller to wipe; null when there is no such member or its text contains other characters
 */
export function takeDigits(json: Uint8Array, name: string): Buffer | null {
  const start = startOfText(json, Buffer.from(`"${name}"`))
  let end = start
  while (isDigit(json[end])) end++
  if (end === start || json[end] !== QUOTE) return null
  // Outside of V8's heap: the garbage collector moves objects inside it and leaves copies behind.
  const digits = Buffer.from(new ArrayBuffer(end - start))
  digits.set(json.subarray(start, end))
  json.fill(ZERO, start, end)
  return digits
}

/** @returns whether the value is the zeros that `takeDigits` left for these digits */
export function isBlank(value: unknown, digits: Buffer): boolean {
  return value === '0'.repeat(digits.length)
}

/** @returns the start of a member's text; the end of the buffer when there is none */
function startOfText(json: Uint8Array, quotedName: Buffer): number {
  const name = Buffer.from(json.buffer, json.byteOffset, json.length).indexOf(quotedName)
  if (name < 0) return json.length
  const colon = skipBlanks(json, name + quotedName.length)
  if (json[colon] !== COLON) return json.length
  const quote = skipBlanks(json, colon + 1)
  return json[quote] === QUOTE ? quote + 1 : json.length
}

function skipBlanks(json: Uint8Array, from: number): number {
  let at = from
  while (BLANKS.has(json[at] ?? 0)) at++
  return at
}

/** `undefined`, past the end, is not a digit. */
function isDigit(byte = 0): boolean {
  return byte >= ZERO && byte <= NINE
}
