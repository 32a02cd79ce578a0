/** Reads the merchant's marks of payment methods: a folder with one SVG per method or card brand. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CARD_BRANDS, HOSTED_METHODS } from '@paykka-checkout/shared-types'
import { optional } from '../environment/variable.ts'
import { cleanSvg } from './clean-svg.ts'

/** A mark as it is served. The path contains the hash, so that a browser may keep it for ever. */
export type Mark = { code: string; path: string; svg: string; integrity: string }

const CODES: readonly string[] = [...HOSTED_METHODS, ...CARD_BRANDS]
const MAX_BYTES = 32 * 1024

export const MARKS_VARIABLES = {
  MARKS_DIR: {
    about:
      'Folder with your marks of payment methods and card brands: ideal.svg, visa.svg, … Without a mark the element shows a plain symbol and the name',
    ...optional(readMarks),
  },
}

/** @throws Error that names the file and what is wrong with it */
export function readMarks(folder: string): Mark[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.svg'))
  if (files.length === 0) throw new Error(`${folder} has no .svg file`)
  return files.toSorted().map((file) => readMark(folder, file))
}

function readMark(folder: string, file: string): Mark {
  const code = file.slice(0, -'.svg'.length)
  if (!CODES.includes(code)) throw new Error(`${file} is not named like a method: ${CODES.join(', ')}`)
  const path = join(folder, file)
  if (statSync(path).size > MAX_BYTES) throw new Error(`${file} has more than ${MAX_BYTES / 1024} kB`)
  return markOf(code, cleaned(file, readFileSync(path, 'utf8')))
}

function cleaned(file: string, text: string): string {
  try {
    return cleanSvg(text)
  } catch (error) {
    throw new Error(`${file} ${(error as Error).message.split('\n')[0]}`)
  }
}

function markOf(code: string, svg: string): Mark {
  const hash = createHash('sha384').update(svg).digest()
  const version = hash.toString('hex').slice(0, 12)
  return { code, path: `/marks/${code}.${version}.svg`, svg, integrity: `sha384-${hash.toString('base64')}` }
}

/** @returns the paths by method or card brand */
export const markPaths = (marks: readonly Mark[]): Record<string, string> =>
  Object.fromEntries(marks.map(({ code, path }) => [code, path]))
