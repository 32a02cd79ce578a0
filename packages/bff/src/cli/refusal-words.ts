/** What an operator reads when the ledger's rules refuse a command. */
import type { AppError } from '../domain/errors.ts'

/** @returns which option is wrong, and why */
export function wordsOf({ message, extras }: AppError): string {
  const fields = extras.errors?.map(({ field, message: complaint }) => `${field.slice(1)} ${complaint}`)
  return fields?.join('; ') ?? extras.detail ?? message
}
