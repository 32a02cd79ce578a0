/** Reads e-mail addresses in the notations of people and wallets. */
import type { Reader, Reading } from './reading.ts'
import { leftOut, NOTHING, readAs } from './reading.ts'
import { isAbsent } from './records.ts'
import { asText, foldText } from './text.ts'

/** RFC 5321, 4.5.3.1 limits the part before the @; only the outline can be checked without sending an e-mail. */
const OUTLINE = /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,125}$/
/** `Ada <ada@shop.example>`, `mailto:ada@shop.example`. */
const AROUND = /^(?:.*<)?\s*(?:mailto:)?\s*|\s*(?:>.*)?$/gi

/** Reads one address, the first of a list. */
export const readEmail: Reader<string> = (given) => (isAbsent(given) ? NOTHING : read(given))

function read(given: unknown): Reading<string> {
  const [first = ''] = foldText((asText(given) ?? '').slice(0, MAX_CHARACTERS)).split(/[,;]/)
  const address = first.replace(AROUND, '').replace('\uff20', '@')
  return OUTLINE.test(address) ? readAs(given, address) : leftOut('is not an e-mail address')
}

const MAX_CHARACTERS = 512
