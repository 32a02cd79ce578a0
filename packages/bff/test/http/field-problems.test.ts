/** What is wrong with each field, in words: through a real validator, without a server. */
import { AjvCompiler } from '@fastify/ajv-compiler'
import { HOSTED_METHODS, OneOf, PaymentMethod, Strict } from '@paykka-checkout/shared-types'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import type { Violation } from '../../src/http/field-problems.ts'
import { fieldProblems } from '../../src/http/field-problems.ts'

type Validate = { (data: unknown): boolean; errors?: Violation[] | null }
const options = {
  customOptions: { allErrors: true, verbose: true, coerceTypes: false, removeAdditional: false },
}
const compile = AjvCompiler()({}, options as never) as unknown as (route: { schema: object }) => Validate

function problemsOf(schema: object, data: unknown) {
  const validate = compile({ schema })
  validate(data)
  return fieldProblems(validate.errors ?? [])
}

describe('fieldProblems', () => {
  const amount = Type.Union([Type.Integer({ minimum: 0 }), Type.String({ minLength: 1 })])
  const rows: [string, object, unknown, string, string][] = [
    [
      'a thing of two kinds that is a third',
      amount,
      true,
      '',
      'must be a whole number, without quotes or text in quotes',
    ],
    ['a thing of two kinds, out of its range', amount, -1, '', 'must be 0 or more'],
    ['a thing of two kinds that is empty', amount, '', '', 'must not be empty'],
    [
      'a form that does not exist',
      PaymentMethod,
      { type: 'cash' },
      '/type',
      'must be one of: card, saved_card',
    ],
    ['a form that is not complete', PaymentMethod, { type: 'card' }, '/card', 'is required'],
    [
      'a word in another case',
      OneOf(['off', 'ask']),
      'Ask',
      '',
      'did you mean ask? Must be one of: off, ask',
    ],
    ['a number for a word', OneOf(['off', 'ask']), 5, '', 'must be one of: off, ask'],
    ['one word of very many', OneOf([...HOSTED_METHODS]), 'idael', '', 'did you mean ideal?'],
    [
      'a number for a text',
      Type.Record(Type.String(), Type.String()),
      { a: 1 },
      '/a',
      'must be text in quotes',
    ],
    ['no object', Strict({ a: Type.Boolean() }), [], '', 'must be an object'],
    [
      'a yes that is none',
      Strict({ a: Type.Boolean() }),
      { a: 'true' },
      '/a',
      'must be true or false, without quotes',
    ],
    [
      'a list that is too long',
      Type.Array(Type.Null(), { maxItems: 1 }),
      [null, null],
      '',
      'must have at most 1 item',
    ],
  ]
  it.each(rows)('%s', (_name, schema, data, field, message) => {
    const [problem, ...more] = problemsOf(schema, data)
    expect(more).toEqual([])
    expect(problem?.field).toBe(field)
    expect(problem?.message).toContain(message)
  })

  it('comes to an end with as many mistakes as a body can hold', () => {
    const many = Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`member${at}`, 1]))
    expect(problemsOf(Strict({ reference: Type.String() }), many)).toHaveLength(50)
  })

  it('never shows a value, and never exceeds the length of a message', () => {
    const [problem] = problemsOf(OneOf([...HOSTED_METHODS]), 'a-value-of-mine')
    expect(problem?.message).not.toContain('a-value-of-mine')
    expect(problem?.message.length).toBeLessThanOrEqual(256)
  })
})
