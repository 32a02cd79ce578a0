/** Reads a PostgreSQL address as people write it, and says what is wrong with one before anybody connects. */
import { readFileSync } from 'node:fs'

const MODES = ['disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full']
/** What `pg` reads as `verify-full`, with a warning of its own. */
const FULL = /([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/

/**
 * @param url `postgres://…`
 * @throws Error that names what is wrong, never the password
 */
export function checkPostgresAddress(url: string): void {
  const parsed = URL.parse(url)
  // A reserved character of a password ends the host name early, and what follows it lands elsewhere.
  if (!parsed || parsed.hash || /@/.test(parsed.pathname + parsed.search) || !isEncoded(parsed))
    throw new Error(ENCODE)
  const mode = parsed.searchParams.get('sslmode')
  if (mode !== null && !MODES.includes(mode)) throw new Error(`sslmode must be one of: ${MODES.join(', ')}`)
  for (const name of ['sslrootcert', 'sslcert', 'sslkey']) checkReadable(name, parsed.searchParams.get(name))
}

const ENCODE =
  'cannot be read as postgres://user:password@host:5432/database. In user and password write # as %23, / as %2F, ? as %3F, @ as %40, : as %3A and % as %25'

function isEncoded({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password)
    return true
  } catch {
    return false
  }
}

function checkReadable(name: string, file: string | null): void {
  if (file === null) return
  try {
    readFileSync(file)
  } catch (error) {
    throw new Error(`${name}: cannot read ${file} (${(error as NodeJS.ErrnoException).code})`)
  }
}

/** @returns the address with the `sslmode` that its own stands for: all that check a certificate check the name too */
export function withFullCheck(url: string): string {
  return url.replace(FULL, '$1verify-full')
}
