/** The fonts of an appearance: files beside it, which the BFF serves, or addresses on an allowed origin. */
import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import type { AppearanceFont } from '@paykka-checkout/shared-types'
import { readFile } from '../../environment/key-source.ts'

/** A font as served: its path on the BFF, and its content in Base64. */
export type FontFile = { path: string; content: string }

/** Origins that may serve fonts, and the folder of the appearance's file. */
type Places = { publicUrl: URL; allowedOrigins: readonly string[]; file: string }

const MAX_FONTS = 8
const MAX_BYTES = 500_000
const SIGNATURES = ['wOF2', 'wOFF']

/** Folder of the fonts, in the BFF's addresses. */
export const FONTS_PREFIX = '/fonts/'

/**
 * @returns the fonts with absolute addresses, and the files that the BFF serves
 * @throws Error that names the font
 */
export function readFonts(
  fonts: readonly unknown[],
  places: Places,
): { fonts: AppearanceFont[]; files: FontFile[] } {
  if (fonts.length > MAX_FONTS) throw new Error(`has more than ${MAX_FONTS} fonts`)
  const read = fonts.map((font, index) => readFont(font as AppearanceFont, index, places))
  return { fonts: read.map(({ font }) => font), files: read.flatMap(({ file }) => file ?? []) }
}

function readFont(
  font: AppearanceFont,
  index: number,
  places: Places,
): { font: AppearanceFont; file?: FontFile } {
  const { family, src, weight = '400', style = 'normal' } = font ?? {}
  const facts = `${family ?? ''}/${weight}/${style}`
  if (!/^[\w -]{1,60}\/(?:normal|bold|[1-9]\d\d(?: [1-9]\d\d)?)\/(?:normal|italic)$/.test(facts))
    throw new Error(
      `fonts.${index} needs a family, a weight like "400" or "100 900", and a style normal or italic`,
    )
  if (typeof src !== 'string' || !/\.woff2?$/.test(src))
    throw new Error(`fonts.${index}.src must be a .woff2 or .woff file`)
  if (/^https?:/.test(src)) return { font: { ...font, src: allowed(src, index, places) } }
  const file = fontFile(src, index, places)
  return { font: { ...font, src: new URL(file.path, places.publicUrl).href }, file }
}

function allowed(src: string, index: number, { publicUrl, allowedOrigins }: Places): string {
  const { origin } = new URL(src)
  if (origin === publicUrl.origin || allowedOrigins.includes(origin)) return src
  throw new Error(`fonts.${index}.src is on ${origin}, which is not in BFF_ALLOWED_ORIGINS`)
}

/** The name contains a hash of the content, so that browsers may keep the file. */
function fontFile(src: string, index: number, { file }: Places): FontFile {
  if (src !== basename(src)) throw new Error(`fonts.${index}.src must be a file beside ${basename(file)}`)
  const bytes = readFile(join(dirname(file), src))
  if (bytes.length > MAX_BYTES || !SIGNATURES.includes(bytes.toString('latin1', 0, 4)))
    throw new Error(
      `fonts.${index}.src (${src}) must be a WOFF or WOFF2 font of at most ${MAX_BYTES / 1000} kB`,
    )
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  const name = src.replace(/[^\w.-]/g, '-')
  return { path: `${FONTS_PREFIX}${hash}-${name}`, content: bytes.toString('base64') }
}
