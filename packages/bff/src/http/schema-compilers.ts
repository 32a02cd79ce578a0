/**
 * Schemas become code when a route first needs them, and once in a process: a BFF that starts again after a crash
 * waits for none of them, and apps in one process share what is compiled.
 */
import { AjvCompiler } from '@fastify/ajv-compiler'
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifyServerOptions } from 'fastify'

type Factories = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>
type Validate = { (data: unknown): unknown; errors?: unknown }
type Serialize = (data: unknown) => string
type Route = { schema: object; url?: string }
type Options = { customOptions?: object }
// Fastify's declared types cover two kinds of Ajv in overloads; this is the one kind used here.
type BuildValidator = (schemas: unknown, options: Options) => (route: Route) => Validate
type BuildSerializer = (schemas: unknown, options: unknown) => (route: Route) => Serialize

// One pool in the process: the same options lead to the same Ajv, which keeps what it has compiled by schema.
const buildValidator = AjvCompiler() as unknown as BuildValidator
const buildSerializer = SerializerSelector() as unknown as BuildSerializer
const serializers = new WeakMap<object, Serialize>()

/** A shop's developer is told everything that is wrong at once. Anybody else's body is read up to its first mistake. */
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

/** Fastify's own compilers, put off. Header schemas must name their headers in lower case, as Node delivers them. */
export const lazyCompilers = {
  buildValidator: validateLazily,
  buildSerializer: serializeLazily,
} as unknown as Factories

/** Fastify reads the errors of a validation off the function. */
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
