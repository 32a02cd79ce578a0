/**
 * The shop's metadata pairs: stored and returned, never sent to PayKKa. Their text stays unchanged as far as a database can
 * store it.
 */
import type { Reader, Reading, Warning } from './reading.ts'
import { below, leftOut, NOTHING, readAs, readObject } from './reading.ts'
import { isAbsent } from './records.ts'
import { cutText, foldText } from './text.ts'

type MetadataLimits = { pairs: number; name: number; value: number }

/** A longer name is cut before it is read. */
const LOOKED_AT = 256

/** Control characters can forge log lines, and lone surrogates break databases. */
const UNSAFE = /\p{Cc}|\p{Cs}/gu

export function metadataReader(limits: MetadataLimits): Reader<Record<string, unknown>> {
  return readObject((given) => readPairs(given, limits))
}

function readPairs(given: Record<string, unknown>, limits: MetadataLimits): Reading<Record<string, unknown>> {
  const pairs = new Map<string, string>()
  const warnings: Warning[] = []
  for (const [name, member] of Object.entries(given)) {
    const kept = cutText(foldText(name.slice(0, LOOKED_AT)), limits.name)
    const read = pairs.has(kept) || pairs.size === limits.pairs ? surplus(limits) : readValue(member, limits)
    if (kept === '') warnings.push(...below(name, leftOut('has no name').warnings))
    else if (read.value !== undefined) pairs.set(kept, read.value)
    if (kept !== '') warnings.push(...below(name, [...read.warnings, ...readAs(name, kept).warnings]))
  }
  return { value: Object.fromEntries(pairs), warnings }
}

const surplus = ({ pairs }: MetadataLimits) => leftOut(`is beyond ${pairs} pairs of different names`)

function readValue(given: unknown, { value: maxLength }: MetadataLimits): Reading<string> {
  if (given === '') return { value: '', warnings: [] }
  if (isAbsent(given)) return NOTHING
  const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? '')
  const safe = text.replace(UNSAFE, ' ')
  const cut = cutText(safe, maxLength)
  return cut === safe
    ? readAs(given, safe)
    : readAs(given, cut, 'shortened', `has at most ${maxLength} characters`)
}
