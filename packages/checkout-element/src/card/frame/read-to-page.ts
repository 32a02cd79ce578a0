/** Reads the frame's messages to the page; everything else is ignored. */
import type { CardStatus, SealOutcome } from '../entry/card-entry.ts'
import { SEAL_FAILURES } from '../entry/card-entry.ts'
import { fieldsOf, isBrand, isCount, isFieldList, isFlag, isLast4, isOneOf, isText } from './checks.ts'
import type { ToPage } from './frame-protocol.ts'

/** A message of the frame, or `null`. */
export function readToPage(data: unknown): ToPage | null {
  const message = fieldsOf(data)
  switch (message?.type) {
    case 'ready':
    case 'submit':
      return { type: message.type }
    case 'refused':
      return message.code === 'insecure_context' ? { type: 'refused', code: message.code } : null
    case 'height':
      return isCount(message.height, 4000) ? { type: 'height', height: message.height } : null
    case 'change':
      return isStatus(message.status) ? { type: 'change', status: message.status } : null
    case 'outcome':
      return isCount(message.id, 1e9) && isOutcome(message.outcome)
        ? { type: 'outcome', id: message.id, outcome: message.outcome }
        : null
    default:
      return null
  }
}

function isStatus(value: unknown): value is CardStatus {
  const status = fieldsOf(value)
  return (
    status !== null &&
    (status.brand === null || isBrand(status.brand)) &&
    (status.last4 === null || isLast4(status.last4)) &&
    isFlag(status.empty) &&
    isFlag(status.complete) &&
    isFieldList(status.invalid)
  )
}

function isOutcome(value: unknown): value is SealOutcome {
  const outcome = fieldsOf(value)
  switch (outcome?.kind) {
    case 'sealed':
      return (
        isText(outcome.jwe, 4096) &&
        (outcome.brand === undefined || isBrand(outcome.brand)) &&
        (outcome.last4 === undefined || isLast4(outcome.last4))
      )
    case 'invalid':
      return isFieldList(outcome.fields)
    case 'failed':
      return isOneOf(outcome.code, SEAL_FAILURES)
    default:
      return false
  }
}
