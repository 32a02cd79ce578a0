/** Finds variables that were meant for the BFF and that it does not know: a mistyped one would else have no effect, silently. */

import { nearest } from '../domain/nearest.ts'
import { EnvironmentSchema } from './config-schema.ts'

export type UnknownVariable = { name: string; meant: string | undefined }

const KNOWN = Object.keys(EnvironmentSchema.properties)

/** Nobody else's variables begin like these. */
const OURS =
  /^(PAYKKA|BFF|SHOP|APPLE_PAY|GOOGLE_PAY|HOSTED|CARD|PCI|CHALLENGE|RATE_LIMIT|TRUST|SHUTDOWN|METRICS|RETAIN|ERASURES|FRAUD|SAVED_CARD)_/
/** Kubernetes gives every pod the addresses of its services, by their names. */
const OF_KUBERNETES = /_(SERVICE_(HOST|PORT(_\w+)?)|PORT(_\d+_(TCP|UDP|SCTP)(_\w+)?)?)$/
/** Of the demo shop, which may share its environment with the BFF. */
const OF_DEMO = /^(BFF_URL|SHOP_(HOST|PORT|PUBLIC_URL|BACK_OFFICE|TEST_CARDS))$/
/** A short name is near to too many others. */
const LONG = 8

/** @returns names that begin like ours or differ from one of ours in a few letters, each with the nearest known one */
export function unknownVariables(env: Record<string, string | undefined>): UnknownVariable[] {
  const isOthers = (name: string) => OF_KUBERNETES.test(name) || OF_DEMO.test(name)
  const unknown = Object.keys(env).filter((name) => !KNOWN.includes(name) && !isOthers(name))
  return unknown
    .map((name) => ({ name, meant: nearest(name, KNOWN) }))
    .filter(
      ({ name, meant }) => OURS.test(name.toUpperCase()) || (meant !== undefined && name.length >= LONG),
    )
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** @returns one line for the log and for doctor */
export function describeUnknown({ name, meant }: UnknownVariable): string {
  return `${name} is no variable of this BFF and has no effect${meant === undefined ? '' : `: did you mean ${meant}?`}`
}
