/** Whether a storefront's content security policy lets Apple's script in: without it only Safari shows Apple Pay. */
import { isLoopback } from '../../domain/loopback.ts'
import type { Ask } from '../../environment/ask.ts'
import { answerOrReason } from '../../environment/ask.ts'
import type { Result } from '../../environment/finding.ts'
import { ok, skipped, warning } from '../../environment/finding.ts'

/** Where Apple serves its SDK. */
export const APPLE_SCRIPTS = 'https://applepay.cdn-apple.com'

/** Looks at the start page; its own `<meta>` policy, and other pages, are not seen. */
export async function scriptPolicy(domain: string, ask: Ask): Promise<Result> {
  if (isLoopback(domain)) return skipped(`${domain} is this machine, whose pages are yours to try`)
  const answer = await answerOrReason(() => ask(new URL(`https://${domain}/`)))
  if (typeof answer === 'string') return skipped(`https://${domain} cannot be reached (${answer})`)
  const policies = answer.headers.get('content-security-policy')
  if (policies === null) return ok(`https://${domain} sends no content security policy`)
  if (policies.split(',').every(lets)) return ok(`the policy of https://${domain} lets Apple's script in`)
  return warning(
    `the policy of https://${domain} blocks Apple's script: Safari shows its own button, and other browsers show no Apple Pay`,
    `Add ${APPLE_SCRIPTS} to script-src. GET /csp lists everything a page needs.`,
  )
}

/** Several policies apply together, so each must let it in. `strict-dynamic` trusts what trusted scripts load. */
function lets(policy: string): boolean {
  const directives = new Map(policy.split(';').map(nameAndSources))
  const names = ['script-src-elem', 'script-src', 'default-src']
  const sources = names.map((name) => directives.get(name)).find((found) => found !== undefined)
  return sources === undefined || sources.some(matches)
}

function nameAndSources(directive: string): [string, string[]] {
  const [name = '', ...sources] = directive.trim().toLowerCase().split(/\s+/)
  return [name, sources]
}

/** The ways to write a source that holds Apple's address (Content Security Policy Level 3, 6.7.2.8). */
function matches(source: string): boolean {
  if (['*', 'https:', "'strict-dynamic'", '*.cdn-apple.com', 'https://*.cdn-apple.com'].includes(source))
    return true
  const { host } = new URL(APPLE_SCRIPTS)
  return (
    source
      .replace(/^https:\/\//, '')
      .split('/')[0]
      ?.replace(/:(443|\*)$/, '') === host
  )
}
