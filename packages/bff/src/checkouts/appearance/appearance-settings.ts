/** The look of every checkout, from a file. A page can change it. */
import { basename } from 'node:path'
import type { Appearance } from '@paykka-checkout/shared-types'
import { readFile } from '../../environment/key-source.ts'
import type { Values } from '../../environment/variable.ts'
import { text } from '../../environment/variable.ts'
import type { FontFile } from './appearance-fonts.ts'
import { readFonts } from './appearance-fonts.ts'
import { appearanceProblems } from './check-appearance.ts'

export const APPEARANCE_VARIABLES = {
  APPEARANCE_FILE: text(
    'JSON file with the look of every checkout (docs/guides/theming.md): tokens, rules, fonts and options; a page can change it',
  ),
}

/** The look, and the font files that the BFF serves for it. */
export type AppearanceSettings = { appearance: Appearance; fontFiles: FontFile[] }

const MAX_BYTES = 20_000
/** A file may be wrong in every line; the first lines are enough to begin with. */
const MAX_PROBLEMS = 8

/** @throws Error with the problems of the file, each with its path */
export function readAppearance(
  { APPEARANCE_FILE: file }: Values<typeof APPEARANCE_VARIABLES>,
  origins: { publicUrl: URL; allowedOrigins: readonly string[] },
): AppearanceSettings | undefined {
  if (file === undefined) return undefined
  const given = parse(file)
  const problems = appearanceProblems(given)
  if (problems.length > 0) throw new Error(`${basename(file)}: ${problems.slice(0, MAX_PROBLEMS).join('; ')}`)
  const { fonts = [], ...look } = given
  const read = readFonts(fonts, { ...origins, file })
  const appearance = fonts.length > 0 ? { ...look, fonts: read.fonts } : look
  return { appearance, fontFiles: read.files }
}

function parse(file: string): Appearance {
  const bytes = readFile(file)
  if (bytes.length > MAX_BYTES) throw new Error(`${basename(file)} has more than ${MAX_BYTES / 1000} kB`)
  try {
    return JSON.parse(bytes.toString()) as Appearance
  } catch (error) {
    throw new Error(`${basename(file)} is not JSON: ${(error as Error).message}`)
  }
}
