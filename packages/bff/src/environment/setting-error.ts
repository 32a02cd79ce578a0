/** Problems with settings. They are collected, so that one failed start names all of them. */

/** One line per problem, each with the name of its variable. */
export class SettingError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'SettingError'
    this.problems = problems
  }
}

/**
 * @param about what the variable means, to add to the message
 * @throws SettingError: the reader's own, or one that puts the variable's name before the reader's message
 */
export function named<T>(variable: string, read: () => T, about?: string): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof SettingError) throw error
    const message = `${variable}: ${(error as Error).message}`
    throw new SettingError([about === undefined ? message : `${message}. ${about}`])
  }
}

type Readers = Record<string, () => unknown>

/**
 * Runs every reader, even after one has failed.
 * @returns what each reader returned, under the reader's key
 * @throws SettingError with the problems of all readers, each once
 */
export function readAll<R extends Readers>(readers: R): { [K in keyof R]: ReturnType<R[K]> } {
  const problems = new Set<string>()
  const results: Record<string, unknown> = {}
  for (const [key, read] of Object.entries(readers)) {
    try {
      results[key] = read()
    } catch (error) {
      if (!(error instanceof SettingError)) throw error
      for (const problem of error.problems) problems.add(problem)
    }
  }
  if (problems.size > 0) throw new SettingError([...problems])
  return results as { [K in keyof R]: ReturnType<R[K]> }
}
