/** Whether a storefront's content security policy allows Apple's script: without it only Safari shows Apple Pay. */
import { isLoopback } from '../../domain/loopback.ts'
import type { Ask } from '../../environment/ask.ts'
import { answerOrReason } from '../../environment/ask.ts'
import type { Result } from '../../environment/finding.ts'
import { ok, skipped, warning } from '../../environment/finding.ts'

/** The origin of Apple's SDK. */
export const APPLE_SCRIPTS = 'https://applepay.cdn-apple.com'

/** Checks the start page's header; a `<meta>` policy and other pages are not checked. */
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

/** Several policies apply together, so each must allow it. `strict-dynamic` trusts scripts loaded by trusted scripts. */
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

/** The source expressions that match Apple's address (Content Security Policy Level 3, 6.7.2.8). */
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
