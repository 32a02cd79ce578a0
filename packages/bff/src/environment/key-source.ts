/** Where a key or a secret comes from: a variable, or a file that another variable names. */
import { readFileSync } from 'node:fs'

/** A variable and its `_FILE` beside it. */
export type KeySource<N extends string> = { readonly [K in N | `${N}_FILE`]?: string | undefined }

/**
 * @returns the content of whichever of `name` and `name`_FILE is set; the variable wins
 * @throws Error that names the variable or the file
 */
export function keySource<N extends string>(values: KeySource<N>, name: N): string | Buffer {
  const { [name]: text, [`${name}_FILE` as const]: file } = values
  return text ?? keyFile(file, name)
}

/** @throws Error that names the variable or the file */
export function keyFile(file: string | undefined, name: string): Buffer {
  if (!file) throw new Error(`set ${name} or ${name}_FILE`)
  if (file.includes('-----BEGIN'))
    throw new Error(`${name}_FILE holds a key: put it into ${name}, or name its file`)
  const bytes = readFile(file)
  if (bytes.length === 0) throw new Error(`${file} is empty`)
  return bytes
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
}

/** @throws Error that names the file */
export function readFile(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    throw new Error(`cannot read ${file}: ${REASONS[code] ?? code}`)
  }
}
