/**
 * PayKKa has charged, and the BFF gets another answer, or none. PayKKa's notification is lost too: only a query shows the
 * result.
 */
import type { Fault } from '../fault.ts'
import * as answers from '../injectors/answers.ts'
import type { Mangle } from '../injectors/proxy.ts'

type Row = [id: string, title: string, mangle: Mangle, says: RegExp, short?: 'short']

const unknown = (cause: string) =>
  new RegExp(`^A payment is unknown, and PayKKa is asked about it: ${cause}\\. \\w+`)
const PAGE = unknown('errors arrive without its valid signature')
const UNSIGNED = unknown('answers are not signed by the configured key')
const SILENT = unknown('requests get no answer')
const UNUSABLE = unknown('its answers cannot be used')

const ROWS: Row[] = [
  ['html-401', 'a page with 401 in place of the answer', answers.page(401), PAGE],
  ['html-403', "a firewall's page with 403 in place of the answer", answers.page(403), PAGE, 'short'],
  ['html-404', 'a page with 404 in place of the answer', answers.page(404), PAGE],
  ['html-429', 'a page with 429 in place of the answer', answers.page(429), PAGE, 'short'],
  ['html-502', 'a page with 502 in place of the answer', answers.page(502), PAGE],
  ['html-200', 'a page with 200 in place of the answer', answers.page(200), UNSIGNED],
  ['redirect', 'a redirect to a login page', answers.redirect, PAGE],
  ['rewritten', 'the answer with its JSON written anew', answers.rewritten, UNSIGNED],
  ['wrong-signature', 'the answer with a wrong signature', answers.wrongSignature, UNSIGNED],
  ['unsigned', 'the answer without its signature', answers.unsigned, UNSIGNED],
  ['empty', 'an answer without a body', answers.empty, UNSIGNED],
  ['huge', 'an answer of a megabyte', answers.huge, UNUSABLE],
  ['wrong-encoding', 'an answer that says it is compressed, and is not', answers.wrongEncoding, UNUSABLE],
  [
    'replayed',
    'the answer to the payment before, byte for byte',
    answers.replayed,
    /another payment/,
    'short',
  ],
  ['truncated', 'half of the answer, then the end of the connection', answers.truncated, SILENT],
  ['trickle', 'the answer, a byte now and then', answers.trickle, SILENT],
  ['reset', 'the connection ends without an answer', answers.reset, SILENT, 'short'],
  ['silence', 'no answer in time', answers.silence, SILENT],
]

export const ANSWER_FAULTS: Fault[] = ROWS.map(([id, title, mangle, says, short]) => ({
  id,
  kind: 'answers',
  title: `PayKKa charges; ${title}`,
  ...(short ? { short: true } : {}),
  world: { noNotifications: true },
  strike: async (lab) => {
    lab.proxy.next(mangle)
    await lab.buy()
  },
  says,
  light: 'green',
  recovery: 'by itself: PayKKa is asked',
}))
