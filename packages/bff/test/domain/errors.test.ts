/** The catalogue of errors and its documentation, kept equal. */
import { readFileSync } from 'node:fs'
import { PROBLEM_CODES, PROBLEM_STATUS, Problem, RetryAdvice } from '@paykka-checkout/shared-types'
import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import { AppError, PROBLEM_TITLES, toProblem } from '../../src/domain/errors.ts'
import { DECLINE_ADVICE } from '../../src/paykka/declines.ts'

const page = readFileSync(new URL('../../../../docs/reference/errors.md', import.meta.url), 'utf8')

/** Rows of all tables of the page, as cells. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', ''))
      .slice(1, -1),
  )

describe('docs/reference/errors.md', () => {
  it("lists every code with its status and title, in the catalogue's order", () => {
    const listed = rows.filter((cells) => cells.length === 4)
    const catalogue = PROBLEM_CODES.map((code) => [code, String(PROBLEM_STATUS[code]), PROBLEM_TITLES[code]])
    expect(listed.map((cells) => cells.slice(0, 3))).toEqual(catalogue)
    for (const [code, , , todo = ''] of listed) expect(todo.length, code).toBeGreaterThan(10)
  })

  it('lists every decline with its advice, and every advice with its words', () => {
    const pairs = rows.filter((cells) => cells.length === 2)
    const declines = Object.entries(DECLINE_ADVICE)
    expect(pairs.slice(0, declines.length)).toEqual(declines)
    expect(pairs.slice(declines.length).map(([advice]) => advice)).toEqual([...RetryAdvice.enum])
  })
})

describe('toProblem', () => {
  it.each(PROBLEM_CODES)('%s follows the schema', (code) => {
    const problem = toProblem(code, 'req_1', { retryAfter: 1, errors: [{ field: '/a', message: 'b' }] })
    expect(Compile(Problem).Errors(problem)).toEqual([])
    expect(problem).not.toHaveProperty('retryAfter')
    expect(new AppError(code).message).toBe(`${code}: ${PROBLEM_TITLES[code]}`)
  })

  it("has a class of status that fits the title's promise", () => {
    for (const code of PROBLEM_CODES) expect(Math.floor(PROBLEM_STATUS[code] / 100), code).toBeOneOf([4, 5])
  })
})
