/** Writes `docs/reference/paykka-coverage.md`: each member PayKKa documents, and where it comes from or goes. */
import { answerUses } from './answer-uses.ts'
import type { Found } from './request-sources.ts'
import { dependsOnWay, findPurchase, findSession, waysThatSend } from './request-sources.ts'
import {
  ANSWER_EXAMPLE,
  ANSWER_FURTHER,
  PURCHASE_EXAMPLE,
  PURCHASE_FURTHER,
  SESSION_FURTHER,
} from './wire-members.ts'

/** Names of settings by the names they have in the code. */
const SETTINGS: Record<string, string> = {
  merchantId: 'PAYKKA_MERCHANT_ID',
  authorisationType: 'PAYKKA_AUTHORISATION_TYPE',
  challengeIndicator: 'PAYKKA_CHALLENGE_INDICATOR',
  billingAddressCollection: 'PAYKKA_BILLING_ADDRESS_COLLECTION',
  descriptor: 'PAYKKA_DESCRIPTOR',
  merchantName: 'HOSTED_MERCHANT_NAME',
  themeId: 'HOSTED_THEME_ID',
}

const FRAUD = ['cookies', 'deviceFingerprintId', 'fraudDetectionId']

/** @returns the group of an input in words, and its name */
function nameOf(input: string): [place: string, name: string] {
  const [group = '', ...names] = input.split('.')
  const name = names.join('.')
  if (group === 'deployment') return ['per deployment', `\`${SETTINGS[name]}\``]
  if (group === 'checkout') return ['per checkout', `\`${name}\``]
  if (group === 'card') return ['the card form', '']
  if (group === 'connection') return ["the shopper's connection", '']
  if (group === 'own') return ['made by the BFF', '']
  if (group === 'request') return ['the page', '`methods` of the request, otherwise `HOSTED_METHODS`']
  return FRAUD.includes(name)
    ? ['the page', `\`fraud.${name}\` of the element`]
    : ['the browser', `\`${name}\``]
}

const listed = (words: string[]) => [...new Set(words)].filter((word) => word !== '').join(', ')

function row(member: string, found: Found): string {
  const given = found.given.get(member) ?? []
  const names = listed([...given, ...(found.deployment.get(member) ?? [])].map((input) => nameOf(input)[1]))
  const others = (found.otherwise.get(member) ?? []).filter((input) => !given.includes(input))
  const fallback =
    given.length === 0 ? '' : listed(others.map((input) => nameOf(input)[1] || nameOf(input)[0]))
  return `| \`${member}\` | ${placeOf(member, found)} | ${names} | ${fallback} |`
}

function placeOf(member: string, found: Found): string {
  const inputs = [...(found.given.get(member) ?? []), ...(found.deployment.get(member) ?? [])]
  return listed(inputs.map((input) => nameOf(input)[0])) || absence(member, found)
}

/** @returns how many members come from where, most first */
function tally(members: string[], found: Found): string {
  const groups = Map.groupBy(members, (member) => placeOf(member, found).replace(/: .*/, ''))
  const counts = [...groups].map(([place, { length }]) => ({ place, length }))
  return counts
    .toSorted((one, other) => other.length - one.length)
    .map(({ place, length }) => `${length} ${place}`)
    .join(' · ')
}

function absence(member: string, { sent }: Found): string {
  if (sent.has(member) && dependsOnWay(member)) return 'the payment method'
  if (sent.has(member)) return `constant: \`${String(sent.get(member))}\``
  const ways = waysThatSend(member)
  return ways.length > 0 ? `with ${ways.join(', ')}` : 'not sent'
}

const HEAD = ['| member | comes from | our name | otherwise |', '| --- | --- | --- | --- |']
const table = (members: string[], found: Found) =>
  [...HEAD, ...members.map((member) => row(member, found))].join('\n')

function answers(members: string[]): string {
  const uses = answerUses()
  const rows = members.map((member) => `| \`${member}\` | ${uses.get(member) || 'not used'} |`)
  return ['| member of `data` | our name in the shop API, or its use |', '| --- | --- |', ...rows].join('\n')
}

/** @returns how many of these members a purchase can have */
export function countSent(members: string[]): number {
  const { sent } = findPurchase()
  return members.filter((member) => sent.has(member)).length
}

/** @returns the text of the page */
export function coveragePage(): string {
  const [purchase, session] = [findPurchase(), findSession()]
  const sent = `${countSent(PURCHASE_EXAMPLE)} of ${PURCHASE_EXAMPLE.length}`
  return [
    "# PayKKa's members: what the BFF sends, and what it reads",
    'Generated: a test changes every input, one after the other, and compares the requests; it does the same with answers (`vitest run coverage -u` in `packages/bff` writes this page). "Per checkout" is a field of `POST /v1/checkouts` or of its parts; if both are named, a checkout may override the value of the deployment.',
    '## Purchase',
    `The members of the example in PayKKa's reference: ${sent} can be sent.`,
    `${tally(PURCHASE_EXAMPLE, purchase)}.`,
    table(PURCHASE_EXAMPLE, purchase),
    'Members that are not in the example:',
    table(PURCHASE_FURTHER, purchase),
    'An address without any name gets `shopper.firstName` and `shopper.lastName`. A delivery that lacks a last name, `line1`, `city` or `postalCode` is not sent, because PayKKa refuses a purchase with it. `PAYKKA_ORDER_REFERENCE_MEMBER` names the member for the order reference if the checkout leaves it empty.',
    "## PayKKa's own page",
    'A session has the members of a purchase except `payment` and `browser`, and also:',
    table(SESSION_FURTHER, session),
    '## Answers to purchases and queries',
    answers(ANSWER_EXAMPLE),
    'Members that are not in the examples:',
    answers(ANSWER_FURTHER),
    '## Other answers',
    OTHER_ANSWERS,
  ]
    .join('\n\n')
    .concat('\n')
}

const OTHER_ANSWERS = [
  '| answer | member | our name, or its use |',
  '| --- | --- | --- |',
  '| any | `ret_code` · `ret_msg` | `gatewayCode` · `gatewayMessage` of `failure` or `decline`, log and history; never shown to shoppers |',
  '| refund, refund query | `refund_order_id` | `gatewayRefundId` |',
  '| refund, refund query | `status` | `status` and `gatewayStatus` of the operation |',
  '| token query | `token` | says which saved cards are valid; `others[].id` of a card that the BFF does not know |',
  '| token query | `token_usage` · `payment_method` | `others[].usage` · `others[].paidWith` |',
  '| token query | `status` | a card with an invalid token is not offered |',
].join('\n')
