/** A card number in every place an error can carry it, thrown at every step of a request: none is logged or answered. */
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { handleProblems } from '../../packages/bff/src/http/problem-handlers.ts'
import { loggerOptions, maskingStream } from '../../packages/bff/src/process/logging.ts'

const PAN = '4242424242424242'
const FORMS = [
  PAN,
  '4242 4242 4242 4242',
  '4242-4242-4242-4242',
  Buffer.from(PAN).toString('hex'),
  encodeURIComponent('4242 4242 4242 4242'),
]
const HOOKS = [
  'onRequest',
  'preParsing',
  'preValidation',
  'preHandler',
  'preSerialization',
  'onSend',
  'handler',
] as const

/** Careless code everywhere: every error quotes the card in its message, its code, its cause and its own fields. */
const careless = (text: string) =>
  Object.assign(new Error(`card ${text} cvv 917`, { cause: new Error(text) }), {
    code: text,
    card: text,
    body: { text },
  })

async function throwing(hook: (typeof HOOKS)[number], text: string) {
  const lines: string[] = []
  const stream = maskingStream({ write: (line) => lines.push(line) })
  const app = Fastify({ logger: { ...loggerOptions('trace'), stream } })
  handleProblems(app)
  if (hook !== 'handler') {
    let thrown = false
    app.addHook(hook as 'onRequest', async () => {
      // Once: the answer to the error passes the later hooks too.
      if (!thrown) {
        thrown = true
        throw careless(text)
      }
    })
  }
  app.post('/', async (request) => {
    request.log.trace({ text, nested: { text }, list: [text], err: careless(text) }, `at trace ${text}`)
    if (hook === 'handler') throw careless(text)
    return {}
  })
  const response = await app.inject({ method: 'POST', url: '/', payload: { text } })
  await app.close()
  return { response, log: lines.join('') }
}

describe.each(HOOKS)('thrown in %s', (hook) => {
  it.each(FORMS)('%s', async (text) => {
    const { response, log } = await throwing(hook, text)
    expect(response.statusCode).toBe(500)
    for (const form of [...FORMS, 'cvv 917']) expect(response.body + log).not.toContain(form)
    expect(log).toContain('request failed')
  })
})

it('would be seen without the guard', async () => {
  const lines: string[] = []
  const app = Fastify({ logger: { level: 'trace', stream: { write: (line: string) => lines.push(line) } } })
  app.get('/', async () => {
    throw careless(PAN)
  })
  await app.inject({ url: '/' })
  expect(lines.join('')).toContain(PAN)
})
