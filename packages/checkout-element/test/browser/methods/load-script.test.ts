/** Third-party scripts: loaded once, with retries, and removed after a failure. */
import { expect } from 'chai'
import { loadScript } from '../../../src/methods/wallets/load-script.ts'

const atOnce = (ms: number) => (ms < 2000 ? Promise.resolve() : new Promise<void>(() => undefined))
const scripts = () => [
  ...document.querySelectorAll<HTMLScriptElement>('head script[src^="http://localhost"]'),
]
const good = `${location.origin.replace('127.0.0.1', 'localhost')}/packages/checkout-element/test/support/classic-script.js`
const bad = 'http://localhost:1/no-such-script.js'

/** Watches the head for added scripts. */
function watched(): { added: HTMLScriptElement[]; stop(): void } {
  const added: HTMLScriptElement[] = []
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) if (node instanceof HTMLScriptElement) added.push(node)
  })
  observer.observe(document.head, { childList: true })
  return { added, stop: () => observer.disconnect() }
}

describe('loadScript', () => {
  const options = { nonce: 'abc', wait: atOnce }
  let watch: ReturnType<typeof watched>
  beforeEach(() => {
    watch = watched()
  })
  afterEach(() => {
    watch.stop()
    for (const script of scripts()) script.remove()
  })

  it("adds one script for many calls, with the page's nonce", async () => {
    await Promise.all([loadScript(good, options), loadScript(good, options)])
    await loadScript(good, options)
    expect((globalThis as { scriptRuns?: number }).scriptRuns).to.equal(1)
    expect(watch.added.map(({ nonce }) => nonce)).to.deep.equal(['abc'])
  })

  it('tries three times, forgets the failure and leaves nothing behind', async () => {
    for (const turn of [1, 2]) {
      const failed = await loadScript(bad, options).then(
        () => false,
        () => true,
      )
      expect(failed).to.equal(true)
      await new Promise((resolve) => setTimeout(resolve))
      expect(watch.added).to.have.length(3 * turn)
      expect(scripts()).to.deep.equal([])
    }
  })

  for (const url of ['http://evil.example/x.js', 'javascript:alert(1)', 'data:text/javascript,1'])
    it(`loads nothing from ${url}`, async () => {
      const refused = await loadScript(url, options).then(
        () => '',
        (error: Error) => error.name,
      )
      expect(refused).to.equal('TypeError')
      expect(watch.added).to.deep.equal([])
    })
})
