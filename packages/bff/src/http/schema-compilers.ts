/**
 * Compiles schemas on first use, once per process: a restart after a crash waits for none of them, and apps in one process
 * share the compiled code.
 */
import { AjvCompiler } from '@fastify/ajv-compiler'
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifyServerOptions } from 'fastify'

type Factories = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>
type Validate = { (data: unknown): unknown; errors?: unknown }
type Serialize = (data: unknown) => string
type Route = { schema: object; url?: string }
type Options = { customOptions?: object }
// Fastify's types cover two kinds of Ajv in overloads; this is the kind used here.
type BuildValidator = (schemas: unknown, options: Options) => (route: Route) => Validate
type BuildSerializer = (schemas: unknown, options: unknown) => (route: Route) => Serialize

// One pool per process: the same options return the same Ajv, which caches compiled schemas.
const buildValidator = AjvCompiler() as unknown as BuildValidator
const buildSerializer = SerializerSelector() as unknown as BuildSerializer
const serializers = new WeakMap<object, Serialize>()

/** The shop's developer gets all mistakes at once. Other bodies are validated up to the first mistake. */
const SHOP_API = '/v1/'

const validateLazily: BuildValidator = (schemas, options) => {
  const first = buildValidator(schemas, options)
  const every = buildValidator(schemas, {
    ...options,
    customOptions: { ...options.customOptions, allErrors: true },
  })
  return (route) => validateLater(() => (route.url?.startsWith(SHOP_API) ? every : first)(route))
}

const serializeLazily: BuildSerializer = (schemas, options) => {
  const compile = buildSerializer(schemas, options)
  return (route) => serializeLater(route.schema, () => compile(route))
}

/** Fastify's compilers, deferred. Header schemas must use lower-case names, as Node delivers them. */
export const lazyCompilers = {
  buildValidator: validateLazily,
  buildSerializer: serializeLazily,
} as unknown as Factories

/** Fastify reads a validation's errors from the function. */
function validateLater(compile: () => Validate): Validate {
  const known: { validate?: Validate } = {}
  const later: Validate = (data) => {
    known.validate ??= compile()
    const result = known.validate(data)
    later.errors = known.validate.errors
    return result
  }
  return later
}

function serializeLater(schema: object, compile: () => Serialize): Serialize {
  return (data) => {
    const serialize = serializers.get(schema) ?? compile()
    serializers.set(schema, serialize)
    return serialize(data)
  }
}
