/** How environment variables are declared and read. Each room declares its own; `config/` puts them together. */
import { named } from './setting-error.ts'

export type Env = Record<string, string | undefined>

export type Variable<T = unknown> = {
  /** What it means, for `.env.example`, docs/reference/configuration.md and error messages. */
  about: string
  required?: boolean
  /** As an operator would write it. */
  default?: string
  /** The only words it takes. */
  words?: readonly string[]
  /** Its deprecated name, which is still read. */
  formerly?: string
  /** @throws Error that says what the text must look like */
  read: (text: string | undefined) => T
}

export type Variables = Record<string, Variable>
export type Values<V extends Variables> = { readonly [K in keyof V]: ReturnType<V[K]['read']> }

/** A variable that must be set. */
export const required = <T>(about: string, read: (text: string) => T): Variable<T> => ({
  about,
  required: true,
  read: (text) => {
    if (text === undefined) throw new Error(`is missing. ${about}`)
    return read(text)
  },
})

/** A variable that is undefined when not set. */
export const optional = <T>(about: string, read: (text: string) => T): Variable<T | undefined> => ({
  about,
  read: (text) => (text === undefined ? undefined : read(text)),
})

export const text = (about: string) => optional(about, String)

export const withDefault = <T>(about: string, value: string, read: (text: string) => T): Variable<T> => ({
  about,
  default: value,
  read: (text = value) => read(text),
})

export const integer = (about: string, min: number, max: number, value: number): Variable<number> =>
  withDefault(about, String(value), (text) => {
    const number = Number(text)
    if (Number.isInteger(number) && number >= min && number <= max) return number
    throw new Error(`must be a whole number from ${min} to ${max}. ${about}`)
  })

export const oneOf = <W extends string>(
  about: string,
  words: readonly W[],
  value: NoInfer<W>,
): Variable<W> => ({
  ...withDefault(about, value, (text) => {
    const found = words.find((word) => word === text)
    if (found === undefined) throw new Error(`must be one of ${words.join(', ')}. ${about}`)
    return found
  }),
  words,
})

/** `true` or `false`. */
export function flag(about: string, value: boolean): Variable<boolean> {
  const words = oneOf(about, ['true', 'false'], value ? 'true' : 'false')
  return { ...words, read: (text) => words.read(text) === 'true' }
}

/**
 * An empty variable counts as not set.
 * @returns the value of each variable. It is read when it is used; one that cannot be read throws a SettingError then
 */
export function readVariables<V extends Variables>(variables: V, env: Env): Values<V> {
  const values = {}
  for (const [name, variable] of Object.entries(variables)) {
    const used = isDeprecated(env, name, variable) ? (variable.formerly ?? name) : name
    const get = () => named(used, () => variable.read(clean(env[used])))
    Object.defineProperty(values, name, { get })
  }
  return values as Values<V>
}

/** @returns whether the variable is set by its deprecated name alone */
export function isDeprecated(env: Env, name: string, { formerly }: Variable): boolean {
  return formerly !== undefined && clean(env[name]) === undefined && clean(env[formerly]) !== undefined
}

/** `docker --env-file` and some secret stores keep the quotes that a shell would remove. */
function clean(value = ''): string | undefined {
  const trimmed = value.trim()
  const bare = /^(["']).*\1$/s.test(trimmed) ? trimmed.slice(1, -1).trim() : trimmed
  return bare === '' ? undefined : bare
}
