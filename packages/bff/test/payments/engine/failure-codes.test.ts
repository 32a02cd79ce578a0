/** Why nothing was executed, as the outside sees it. */
import { expect, it } from 'vitest'
import { failureCode } from '../../../src/payments/engine/failure-codes.ts'

it.each([
  ['failed', 'gateway_unreachable', 'gateway_unreachable'],
  ['failed', 'configuration', 'gateway_refused'],
  ['failed', 'invalid_request', 'gateway_refused'],
  ['failed', 'card_unreadable', 'gateway_refused'],
  ['failed', 'busy', 'busy'],
  ['failed', 'not_executed', undefined],
  ['failed', null, undefined],
  ['needs_review', 'busy', undefined],
])('%s for %s: %s', (status, failure, code) => {
  expect(failureCode({ status, failure })).toBe(code)
})
