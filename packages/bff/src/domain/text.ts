/** Text for people: names, streets, descriptions. */
import type { Reader, Reading } from './reading.ts'
import { leftOut, NOTHING, readAs } from './reading.ts'
import { isAbsent } from './records.ts'

/** Line breaks and tabs from text areas, NUL from old databases. They can forge log lines, and databases reject them. */
const CONTROLS = /\p{Cc}/gu
/** Half a character, from software that cuts at bytes or UTF-16 units. */
const LONE_SURROGATES = /\p{Cs}/gu
/**
 * Invisible characters: bidi marks, zero-width spaces and soft hyphens. Persian, Indic scripts and emoji need the two
 * joiners.
 */
const INVISIBLE = /(?![\u200c\u200d])\p{Cf}/gu

/** @returns the text on one line: white space folded and trimmed, without invisible characters, in Unicode's form C */
export function foldText(text: string): string {
  return text
    .replace(LONE_SURROGATES, '')
    .replace(CONTROLS, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
}

const deferred: { segmenter?: Intl.Segmenter } = {}

/**
 * Cuts between two grapheme clusters (UAX 29): never within an emoji or before an accent.
 * @param maxLength in UTF-16 units, which is never less than the number of characters
 */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  deferred.segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  let end = 0
  for (const { index, segment } of deferred.segmenter.segment(text.slice(0, maxLength + MARGIN))) {
    if (index + segment.length > maxLength) break
    end = index + segment.length
  }
  return text.slice(0, end).trimEnd() || text.slice(0, maxLength).replace(LONE_SURROGATES, '').trimEnd()
}

/** A longer grapheme cluster is cut itself. */
const MARGIN = 64

/** @returns strings and numbers as text; undefined for anything else */
export function asText(given: unknown): string | undefined {
  if (typeof given === 'string') return given
  return typeof given === 'number' && Number.isFinite(given) ? String(given) : undefined
}

/** Normalization to form C takes quadratic time for a row of accents, so the input's length is limited. */
const LOOKED_AT_MORE = 256

/** @param maxLength in UTF-16 units */
export function textReader(maxLength: number): Reader<string> {
  return (given) => (isAbsent(given) ? NOTHING : readText(given, maxLength))
}

function readText(given: unknown, maxLength: number): Reading<string> {
  const text = asText(given)
  if (text === undefined) return leftOut('is not text')
  const looked = text.slice(0, maxLength * 4 + LOOKED_AT_MORE)
  const folded = foldText(looked)
  if (folded === '') return leftOut('holds nothing that can be seen')
  const cut = cutText(folded, maxLength)
  if (cut === folded && looked === text) return readAs(given, folded)
  return readAs(given, cut, 'shortened', `has at most ${maxLength} characters at PayKKa`)
}
