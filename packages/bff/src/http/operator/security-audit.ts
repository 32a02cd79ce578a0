/** For the merchant's auditor: the policy a storefront needs, the script inventory, and reports of policy violations. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Strict } from '@paykka-checkout/shared-types'
import { Type } from 'typebox'
import type { Mark } from '../../marks/read-marks.ts'
import type { ForeignScripts } from '../pages/content-security.ts'
import {
  markInventory,
  policyText,
  scriptInventory,
  storefrontDirectives,
} from '../pages/content-security.ts'
import { readManifest } from '../pages/element-manifest.ts'
import { responses } from '../response-schemas.ts'

type AuditOptions = {
  /** The BFF's public URL, as browsers see it. */
  publicUrl: URL
  foreignScripts: ForeignScripts
  marks: readonly Mark[]
  elementDirectory: string
}

const Source = Type.String({ maxLength: 256 })
const Policy = Strict({
  directives: Type.Record(Type.String({ maxLength: 64 }), Type.Array(Source, { maxItems: 20 })),
  policy: Type.String({ maxLength: 4096 }),
  reportTo: Type.String({ maxLength: 256 }),
})
const Script = Strict({
  url: Type.String({ maxLength: 512 }),
  purpose: Type.String({ maxLength: 256 }),
  owner: Type.String({ maxLength: 64 }),
  justification: Type.String({ maxLength: 256 }),
  integrity: Type.Optional(Type.String({ maxLength: 128 })),
  withoutIntegrity: Type.Optional(Type.String({ maxLength: 256 })),
})
const MarkEntry = Strict({
  url: Type.String({ maxLength: 512 }),
  method: Type.String({ maxLength: 64 }),
  integrity: Type.String({ maxLength: 128 }),
})
const Inventory = Strict({
  version: Type.String({ maxLength: 32 }),
  scripts: Type.Array(Script, { maxItems: 500 }),
  marks: Type.Array(MarkEntry, { maxItems: 100 }),
})

/** Enough for the reports of one page load. */
const REPORT_LIMIT = 16 * 1024

export const audit: FastifyPluginAsyncTypebox<AuditOptions> = async (app, options) => {
  const bff = options.publicUrl.origin
  const directives = storefrontDirectives(bff, options.foreignScripts, options.marks.length > 0)
  const manifest = readManifest(options.elementDirectory)

  app.get(
    '/csp',
    {
      schema: {
        summary: "What a storefront's content security policy must allow for the enabled methods",
        tags: ['pages'],
        response: responses({ 200: Policy }, []),
      },
    },
    async () => ({ directives, policy: policyText(directives), reportTo: `${bff}/csp-reports` }),
  )

  app.get(
    '/scripts.json',
    {
      schema: {
        summary:
          'Every script of the checkout with its purpose, owner, reason and hash (PCI DSS 6.4.3), and your marks',
        tags: ['pages'],
        response: responses({ 200: Inventory }, []),
      },
    },
    async () => ({
      version: manifest.version,
      scripts: scriptInventory(bff, manifest, options.foreignScripts),
      marks: markInventory(bff, options.marks),
    }),
  )

  await app.register(reports)
}

/** Anyone may send reports, so only the directive and the blocked origin are logged. */
const reports: FastifyPluginAsyncTypebox = async (app) => {
  const types = ['application/csp-report', 'application/reports+json', 'application/json']
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(types, { parseAs: 'string', bodyLimit: REPORT_LIMIT }, (_request, body, done) =>
    done(null, body),
  )
  app.post(
    '/csp-reports',
    {
      bodyLimit: REPORT_LIMIT,
      schema: {
        summary: "Logs browsers' reports of policy violations",
        tags: ['pages'],
        response: responses({ 204: Type.Null() }, ['body_too_large', 'unsupported_media_type']),
      },
    },
    async (request, reply) => {
      for (const report of readReports(String(request.body))) request.log.warn(report, 'a policy was broken')
      return reply.code(204).send(null)
    },
  )
}

type Report = { directive: string; blocked: string; page: string }
const MAX_REPORTS = 10

/** @returns the first reports in either form (CSP 2 and the Reporting API); unreadable ones are ignored */
export function readReports(text: string): Report[] {
  const list = parse(text)
  return list.slice(0, MAX_REPORTS).map((report) => {
    const fields = ((report as { body?: unknown }).body ??
      (report as Record<string, unknown>)['csp-report'] ??
      {}) as Record<string, unknown>
    return {
      directive: word(
        fields.effectiveDirective ?? fields['effective-directive'] ?? fields['violated-directive'],
      ),
      blocked: originOf(fields.blockedURL ?? fields['blocked-uri']),
      page: originOf(fields.documentURL ?? fields['document-uri']),
    }
  })
}

function parse(text: string): object[] {
  try {
    const json: unknown = JSON.parse(text)
    return (Array.isArray(json) ? json : [json]).filter((item) => typeof item === 'object' && item !== null)
  } catch {
    return []
  }
}

const word = (value: unknown) =>
  typeof value === 'string' && /^[a-z-]{1,40}$/.test(value) ? value : 'unknown'

/** A URL may contain an order or a secret; its origin does not. `inline` and `eval` are values of the standard. */
function originOf(value: unknown): string {
  const text = typeof value === 'string' ? value : ''
  if (/^(inline|eval|self|data|blob|trusted-types-(policy|sink))$/.test(text)) return text
  const origin = URL.parse(text)?.origin
  return origin && origin !== 'null' && origin.length <= 100 ? origin : 'unknown'
}
