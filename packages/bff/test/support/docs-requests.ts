/** The requests in the documents: `http` blocks as they are, and what `curl` would send. */
import { documents } from '../../../../scripts/docs/documents.ts'

type DocumentedRequest = { place: string; method: string; path: string; body: unknown }

/** @returns every request to the BFF that a document shows */
export function documentedRequests(): DocumentedRequest[] {
  return documents().flatMap(({ blocks }) =>
    blocks.flatMap(({ file, line, language, text }) => {
      const found = language === 'http' ? [fromHttp(text)] : language === 'sh' ? fromCurl(text) : []
      return found.map((request) => ({ place: `${file}:${line}`, ...request }))
    }),
  )
}

type Found = Omit<DocumentedRequest, 'place'>

function fromHttp(text: string): Found {
  const [head = '', ...body] = text.split('\n\n')
  const [, method = '', path = ''] = /^([A-Z]+) (\S+)/.exec(head) ?? []
  return { method: method.toLowerCase(), path, body: parsed(body.join('\n\n')) }
}

const OWN_HOST = /^"?(http:\/\/localhost:4020|https:\/\/pay\.shop\.example|\$BFF_PUBLIC_URL)/

/** Calls of other hosts, such as the emulator, are not the BFF's. */
function fromCurl(text: string): Found[] {
  const commands = [...text.replaceAll(/\\\n/g, ' ').matchAll(/curl (?:[^\n']|'[^']*')*/g)]
  return commands.flatMap(([command]) => {
    const address = command.split(' ').find((word) => OWN_HOST.test(word))
    if (!address) return []
    const body = / -d '([^']*)'/.exec(command)?.[1]
    const method = / -X ([A-Z]+)/.exec(command)?.[1] ?? (body === undefined ? 'GET' : 'POST')
    const path = address.replace(OWN_HOST, '').replace('"', '')
    return [{ method: method.toLowerCase(), path, body: parsed(body ?? '') }]
  })
}

const parsed = (text: string): unknown => (text.trim() === '' ? undefined : JSON.parse(text))
