/** Which phase of a purchase a stack of calls belongs to. Pure. */

export const PHASES = [
  'read',
  'limits',
  'open the card',
  'claim',
  'commit',
  'checkpoint',
  'sign',
  'wait',
  'verify',
  'settle',
  'answer',
  'log',
  'spans',
  'query code',
  'jobs',
  'collector',
  'event loop',
] as const

export type Phase = (typeof PHASES)[number]

/** What each phase contains. */
export const MEANINGS: Record<Phase, string> = {
  read: 'parse the request, route, authenticate, validate, look for card numbers',
  limits: 'rate limits, card testing',
  'open the card': 'key agreement and decryption of the sealed card',
  claim: 'idempotency key, active attempt, `sending`',
  commit: 'begin, commit, group commit, wait for the disk',
  checkpoint: "SQLite's log is moved into the main file",
  sign: "PayKKa's signature",
  wait: 'build, send and receive the request to PayKKa',
  verify: "the signature of PayKKa's answer",
  settle: 'judge the answer; payment, history, checkout, event, stored answer',
  answer: 'serialize and send',
  log: 'log lines',
  spans: 'OpenTelemetry',
  'query code': 'Kysely and our code around statements, outside SQLite',
  jobs: 'repeated work, which no purchase waits for',
  collector: "V8's garbage collector",
  'event loop': 'the rest of Node and V8',
}

/** One call: `module` is the source file, or the name of a module of Node; empty for generated and native code. */
export type Call = { name: string; module: string }

/** How the preloaded code names a call of SQLite. */
export const STATEMENT = 'statement: '

/** The first match counts. Paths are those of the sources and of packages. */
const OURS: readonly (readonly [Phase, RegExp])[] = [
  ['log', /^src\/(process\/log|http\/answer-log)|\/(pino|sonic-boom|thread-stream)[@/]/],
  ['answer', /^src\/http\/send-answer|\/fastify\/lib\/reply|\/fast-json-stringify[@/]/],
  ['limits', /^src\/limits\/|^src\/http\/guard\/request-limits|\/rate-limiter-flexible[@/]/],
  ['spans', /^src\/(tracing\/|traced-services)|\/@opentelemetry[+/]/],
  ['open the card', /^src\/(cards|payments\/methods)\/(?!card-(numbers|evidence))|\/jose[@/]/],
  ['read', /^src\/(http|checkouts|app|cards)\b|\/(fastify|ajv|typebox|find-my-way|@fastify|secure-json)/],
  ['commit', /^src\/database\/(group-commit|write-ahead-log|checkpoint|sqlite|retry)\.ts/],
  ['query code', /^src\/database\/|\/kysely[@/]/],
  ['claim', /^src\/payments\/purchases\/(pay|begin|new|screen|searchable)/],
  ['settle', /^src\/payments\/(?!recovery)/],
  ['wait', /^src\/(paykka|metrics)\/|\/undici[@/]/],
  ['jobs', /^src\/(jobs|retention|payments\/recovery)\//],
]

/** Callbacks of Node without a caller of ours. */
const NODES: readonly (readonly [Phase, RegExp])[] = [
  ['answer', /^node:_http_outgoing/],
  ['read', /^node:(_http_|net|internal\/stream_base)/],
  ['commit', /^node:(internal\/)?fs/],
  ['open the card', /^node:internal\/crypto/],
]

const SIGNATURE = 'src/paykka/signature.ts'
const OF_SIGNATURE: Record<string, Phase> = { sign: 'sign', verify: 'verify', decode: 'verify' }
/** The build adds a number to a name that occurs twice. */
const RENAMED = /\$\d+$/
const OF_V8: Record<string, Phase> = { '(garbage collector)': 'collector' }

/** @param stack the innermost call first */
export function phaseOf(stack: readonly Call[]): Phase {
  for (const call of stack) {
    const phase = OF_V8[call.name] ?? statementPhase(call) ?? ofSource(call)
    if (phase) return phase
  }
  for (const { module } of stack) {
    const found = NODES.find(([, modules]) => modules.test(module))
    if (found) return found[0]
  }
  return 'event loop'
}

function statementPhase({ name }: Call): Phase | undefined {
  return name.startsWith(STATEMENT) ? PHASES.find((phase) => name === STATEMENT + phase) : undefined
}

/** Both signatures share a helper: its caller decides. */
function ofSource({ name, module }: Call): Phase | undefined {
  if (module === SIGNATURE) return OF_SIGNATURE[name.replace(RENAMED, '')]
  return OURS.find(([, modules]) => modules.test(module))?.[0]
}
