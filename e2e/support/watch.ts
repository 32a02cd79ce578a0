/** Everything a browser context says and sends, for tests about secrecy and cleanliness. */
import type { BrowserContext, ConsoleMessage, Request } from '@playwright/test'

export class Watch {
  readonly consoleLines: string[] = []
  readonly consoleErrors: string[] = []
  readonly pageErrors: string[] = []
  readonly violations: string[] = []
  readonly requests: Request[] = []

  async follow(context: BrowserContext): Promise<void> {
    context.on('console', (message) => this.#hear(message))
    context.on('weberror', (error) => this.pageErrors.push(error.error().message))
    context.on('request', (request) => this.requests.push(request))
    await context.exposeBinding('tellViolation', (_, text: string) => this.violations.push(text))
    await context.addInitScript(() => {
      const { reportViolation } = window as unknown as { reportViolation(text: string): void }
      addEventListener('securitypolicyviolation', (event) =>
        reportViolation(`${event.violatedDirective} ${event.blockedURI} in ${event.documentURI}`),
      )
    })
  }

  #hear(message: ConsoleMessage): void {
    const line = `${message.text()} (${message.location().url})`
    this.consoleLines.push(line)
    if (message.type() === 'error' || message.type() === 'warning') this.consoleErrors.push(line)
  }
}
