/** The used part of Bruno's own reader and writer of its files, which have no types. */
declare module '@usebruno/lang' {
  export type BruPair = { name: string; value: string; enabled: boolean }
  export type BruRequest = {
    meta: { name: string; type: 'http'; seq: string | number }
    http: { method: string; url: string; body: string; auth: string }
    headers?: BruPair[]
    auth?: { bearer: { token: string } }
    body?: { json: string }
    vars?: { res: (BruPair & { local: boolean })[] }
    docs?: string
  }
  export function jsonToBruV2(request: BruRequest): string
  export function bruToJsonV2(text: string): BruRequest
}
