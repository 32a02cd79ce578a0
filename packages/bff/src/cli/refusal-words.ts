/** The message for an operator when our rules refuse a command. */
import type { AppError } from '../domain/errors.ts'

/** @returns the invalid option and the reason */
export function wordsOf({ message, extras }: AppError): string {
  const fields = extras.errors?.map(({ field, message: complaint }) => `${field.slice(1)} ${complaint}`)
  return fields?.join('; ') ?? extras.detail ?? message
}
