/** Finds misspelled and deprecated variables: without a warning, a misspelled one would silently have no effect. */
import { nearest } from '../domain/nearest.ts'
import type { Env } from '../environment/variable.ts'
import { isDeprecated } from '../environment/variable.ts'
import { VARIABLES } from './variables.ts'

/** One line for the log and for doctor. */
type VariableWarning = { variable: string; message: string }

const DEPRECATED = Object.values(VARIABLES).flatMap((variable) =>
  'formerly' in variable ? [variable.formerly] : [],
)
const KNOWN = Object.keys(VARIABLES)

/** Nobody else's variables begin like these. */
const OURS =
  /^(PAYKKA|BFF|SHOP|APPLE_PAY|GOOGLE_PAY|HOSTED|CARD|PCI|CAPTCHA|CHALLENGE|RATE_LIMIT|TRUST|SHUTDOWN|METRICS|RETAIN|ERASURES|FRAUD|SAVED_CARD)_/
/** Kubernetes gives every pod the addresses of its services, by their names. */
const OF_KUBERNETES = /_(SERVICE_(HOST|PORT(_\w+)?)|PORT(_\d+_(TCP|UDP|SCTP)(_\w+)?)?)$/
/** Variables of the demo shop, which may share its environment with the BFF. */
const OF_DEMO = /^(BFF_URL|SHOP_(HOST|PORT|PUBLIC_URL|BACK_OFFICE|TEST_CARDS))$/
/** A short name is near to too many others. */
const LONG = 8

/** @returns a warning for each deprecated name, and for each name that has no effect, with the nearest known one */
export function variableWarnings(env: Env): VariableWarning[] {
  return [...deprecatedVariables(env), ...unknownVariables(env)]
}

function deprecatedVariables(env: Env): VariableWarning[] {
  return Object.entries(VARIABLES).flatMap(([name, variable]) =>
    'formerly' in variable && isDeprecated(env, name, variable)
      ? [{ variable: variable.formerly, message: `${variable.formerly} is deprecated: rename it to ${name}` }]
      : [],
  )
}

/** Names that begin like ours, or differ from one of ours in a few letters. */
function unknownVariables(env: Env): VariableWarning[] {
  const isOthers = (name: string) => OF_KUBERNETES.test(name) || OF_DEMO.test(name)
  const unknown = Object.keys(env).filter(
    (name) => !KNOWN.includes(name) && !DEPRECATED.includes(name) && !isOthers(name),
  )
  return unknown
    .map((name) => ({ name, meant: nearest(name, KNOWN) }))
    .filter(({ name, meant }) => OURS.test(name.toUpperCase()) || (meant && name.length >= LONG))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, meant }) => ({ variable: name, message: unknownMessage(name, meant) }))
}

function unknownMessage(name: string, meant: string | undefined): string {
  return `${name} is no variable of this BFF and has no effect${meant === undefined ? '' : `: did you mean ${meant}?`}`
}
