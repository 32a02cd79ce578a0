/** Takes a card's digits out of opened JSON while it is bytes: what was a string once can't be wiped any more. */

const [QUOTE, COLON, ZERO, NINE] = [0x22, 0x3a, 0x30, 0x39]
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d])

/**
 * Moves the digits of the first member of that name into bytes of their own and leaves as many zeros behind. In valid JSON
 * the quoted name with a colon can be nothing but a member, at whatever depth; the caller reads the member in the parsed
 * rest and so knows by `isBlank` that it is the one that was taken.
 * @param json overwritten in place
 * @returns the digits, for the caller to wipe; null when there is no such member or its text is not all digits
 */
export function takeDigits(json: Uint8Array, name: string): Buffer | null {
  const start = startOfText(json, Buffer.from(`"${name}"`))
  let end = start
  while (isDigit(json[end])) end++
  if (end === start || json[end] !== QUOTE) return null
  // Outside of V8's heap: the garbage collector moves what lies within, and leaves copies behind.
  const digits = Buffer.from(new ArrayBuffer(end - start))
  digits.set(json.subarray(start, end))
  json.fill(ZERO, start, end)
  return digits
}

/** @returns whether the value is what `takeDigits` left behind for these digits */
export function isBlank(value: unknown, digits: Buffer): boolean {
  return value === '0'.repeat(digits.length)
}

/** @returns where the text of a member begins; the end of all, where no digit is, when there is none */
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

/** Past the end is none. */
function isDigit(byte = 0): boolean {
  return byte >= ZERO && byte <= NINE
}
