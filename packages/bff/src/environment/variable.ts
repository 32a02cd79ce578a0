/** How environment variables are declared and read. Each room declares its own; `config/` puts them together. */
import { wordOf } from './readers.ts'
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

type Kind<T> = Omit<Variable<T>, 'about'>

/** A variable that must be set. */
export const required = <T>(read: (text: string) => T): Kind<T> => ({
  required: true,
  read: (text) => {
    if (text === undefined) throw new Error('is missing')
    return read(text)
  },
})

/** A variable that is undefined when not set. */
export const optional = <T>(read: (text: string) => T): Kind<T | undefined> => ({
  read: (text) => (text === undefined ? undefined : read(text)),
})

/** An optional variable that is used as it is. */
export const text = (about: string): Variable<string | undefined> => ({ about, ...optional(String) })

export const withDefault = <T>(value: string, read: (text: string) => T): Kind<T> => ({
  default: value,
  read: (text = value) => read(text),
})

export const integer = (min: number, max: number, value: number): Kind<number> =>
  withDefault(String(value), (text) => {
    const number = Number(text)
    if (Number.isInteger(number) && number >= min && number <= max) return number
    throw new Error(`must be a whole number from ${min} to ${max}`)
  })

export const oneOf = <W extends string>(words: readonly W[], value: NoInfer<W>): Kind<W> => ({
  ...withDefault(value, (text) => wordOf(words, text)),
  words,
})

/** `true` or `false`. */
export function flag(value: boolean): Kind<boolean> {
  const words = oneOf(['true', 'false'], value ? 'true' : 'false')
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
    const get = () => named(used, () => variable.read(clean(env[used])), variable.about)
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
