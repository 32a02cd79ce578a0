/** Turns every error into an RFC 9457 answer without internal details. */
import type { FieldProblem, ProblemCode } from '@paykka-checkout/shared-types'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isDatabaseError } from '../database/database.ts'
import type { ProblemExtras } from '../domain/errors.ts'
import { AppError, toProblem } from '../domain/errors.ts'
import { addToLog } from './answer-log.ts'
import type { Violation } from './field-problems.ts'
import { fieldProblems } from './field-problems.ts'
import { problemPage } from './pages/html.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** People see this route's answers: errors are HTML pages. */
    forPeople?: boolean
    /**
     * @param body of any form
     * @param problems the schema's problems with its fields
     * @returns the problems that the route's own rules find in the other fields
     */
    fieldRules?: (body: unknown, problems: FieldProblem[]) => FieldProblem[]
  }
}

const MAX_ERRORS = 50

/** Sends one problem document. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  extras: ProblemExtras = {},
) {
  const problem = toProblem(code, request.id, extras)
  if (extras.retryAfter !== undefined) reply.header('retry-after', String(extras.retryAfter))
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  if (request.routeOptions.config?.forPeople) {
    addToLog(request, { code })
    return reply.code(problem.status).type('text/html; charset=utf-8').send(problemPage(problem))
  }
  return reply.code(problem.status).type('application/problem+json; charset=utf-8').send(problem)
}

/**
 * Installs the error and not-found handlers.
 * @param note receives every error that ended a request
 */
export function handleProblems(app: FastifyInstance, note: (error: unknown) => void = () => {}): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    note(error)
    return answerProblem(error, request, reply)
  })
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, 'not_found'))
}

/** Answers any error; logs unexpected ones. */
export function answerProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const { code, extras } = classify(error, request)
  if (code === 'internal_error' || isDatabaseError(error)) request.log.error({ err: error }, 'request failed')
  return sendProblem(request, reply, code, extras)
}

/** The problem code for each of Fastify's errors. */
const FASTIFY_CODES: Record<string, ProblemCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_request',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_request',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_request',
  FST_ERR_BAD_URL: 'not_found',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
}

function classify(
  error: FastifyError,
  request: FastifyRequest,
): { code: ProblemCode; extras: ProblemExtras } {
  if (error instanceof AppError) return { code: error.code, extras: error.extras }
  if (error.validation) return classifyValidation(error, request)
  const known = FASTIFY_CODES[error.code]
  if (known) return { code: known, extras: {} }
  if (isDatabaseError(error)) return { code: 'busy', extras: { retryAfter: 2 } }
  const clientSide = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
  return { code: clientSide ? 'malformed_request' : 'internal_error', extras: {} }
}

/** A malformed id means not found. */
function classifyValidation(
  error: FastifyError,
  request: FastifyRequest,
): { code: ProblemCode; extras: ProblemExtras } {
  if (error.validationContext === 'params') return { code: 'not_found', extras: {} }
  if (error.validationContext === 'headers') return { code: 'malformed_request', extras: {} }
  const problems = fieldProblems((error.validation ?? []) as Violation[])
  return { code: 'validation_failed', extras: { errors: withRules(problems, request).slice(0, MAX_ERRORS) } }
}

/** Adds the problems that the route's own rules find in the well-formed fields. */
function withRules(problems: FieldProblem[], { routeOptions, body }: FastifyRequest): FieldProblem[] {
  const further = routeOptions.config.fieldRules?.(body, problems) ?? []
  return [...problems, ...further]
}
