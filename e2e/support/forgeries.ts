/** Two hundred messages that the card frame must not obey, and who can send one at all. */
import type { Frame, Page } from '@playwright/test'

/**
 * `page`: the embedding page, whose origin and window are right. `sibling`: another frame of that page, so the origin is
 * right and the window is not. `inside`: the frame's own window. `stranger`: the right window, another origin; no browser
 * lets anybody send that, so it is an event made by hand.
 */
export type Sender = 'page' | 'sibling' | 'inside' | 'stranger'
export type Forgery = { from: Sender; data: unknown; withPort: boolean }

/** The one message that connects a page. */
export const CONNECT = { type: 'paykka:connect' }

const SHAPES: readonly unknown[] = [
  null,
  true,
  7,
  'paykka:connect',
  '{"type":"paykka:connect"}',
  [],
  ['paykka:connect'],
  {},
  { type: null },
  { type: 'connect' },
  { type: 'PAYKKA:CONNECT' },
  { type: ['paykka:connect'] },
  { type: { toString: 'paykka:connect' } },
  { type: 'paykka:connect2' },
  { type: 'seal', id: 1 },
  { type: 'seal', id: -1 },
  { type: 'configure', checkout: 'chk_x', look: {} },
  { type: 'reset' },
  { type: 'lock', locked: true },
  { type: 'outcome', id: 1, outcome: { kind: 'sealed', jwe: 'x' } },
  { constructor: { prototype: CONNECT } },
  { type: '__proto__' },
  { type: 'toString' },
  { type: 'x'.repeat(100_000) },
  { message: CONNECT },
]

/** @returns every hostile shape from all four, and the true message from all but the page, or without a port */
export function forgeries(): Forgery[] {
  const shapes = (['page', 'sibling', 'inside', 'stranger'] as const).flatMap((from) =>
    SHAPES.map((data) => ({ from, data, withPort: true })),
  )
  const genuine = (['sibling', 'inside', 'stranger'] as const).flatMap((from) =>
    SHAPES.map(() => ({ from, data: CONNECT, withPort: true })),
  )
  return [
    ...shapes,
    ...genuine,
    ...SHAPES.map(() => ({ from: 'page' as const, data: CONNECT, withPort: false })),
  ]
}

/** Sends them all, each with a port of its own to answer on. */
export async function forge(page: Page, frame: Frame): Promise<void> {
  const sibling = await openSibling(page)
  const by = (...senders: Sender[]) => forgeries().filter(({ from }) => senders.includes(from))
  await sendFrom(page.mainFrame(), by('page'))
  await sendFrom(sibling, by('sibling'))
  await sendInside(frame, by('inside', 'stranger'))
}

/** @returns everything that was answered to the forged messages */
export async function answers(page: Page): Promise<unknown[]> {
  const heard = await Promise.all(
    page
      .frames()
      .map((frame) => frame.evaluate(() => (window as unknown as { heard?: unknown[] }).heard ?? [])),
  )
  return heard.flat()
}

/** The control: the true message of the true page. It is sent last, so its answer comes after all others. */
export async function connectTruly(page: Page): Promise<unknown> {
  return await page.evaluate((data) => {
    const frame = document.querySelector('paykka-checkout')?.shadowRoot?.querySelector('iframe')
    const { port1, port2 } = new MessageChannel()
    return new Promise((resolve) => {
      port1.onmessage = (event) => resolve(event.data)
      frame?.contentWindow?.postMessage(data, '*', [port2])
    })
  }, CONNECT)
}

async function openSibling(page: Page): Promise<Frame> {
  await page.evaluate(() => document.body.append(document.createElement('iframe')))
  const sibling = page
    .mainFrame()
    .childFrames()
    .find((frame) => frame.url() === 'about:blank')
  if (!sibling) throw new Error('no second frame')
  return sibling
}

async function sendFrom(sender: Frame, list: Forgery[]): Promise<void> {
  await sender.evaluate((messages) => {
    const heard: unknown[] = []
    Object.assign(window, { heard })
    const element = window.parent.document.querySelector('paykka-checkout')
    const target = element?.shadowRoot?.querySelector('iframe')?.contentWindow
    if (!target) throw new Error('no card frame')
    for (const { data, withPort } of messages) {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = (event) => heard.push(event.data)
      // Called on this window's own behalf: the browser takes the sender from the code that calls.
      target.postMessage(data, '*', withPort ? [port2] : [])
    }
  }, list)
}

async function sendInside(frame: Frame, list: Forgery[]): Promise<void> {
  await frame.evaluate((messages) => {
    const heard: unknown[] = []
    Object.assign(window, { heard })
    for (const { from, data } of messages) {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = (event) => heard.push(event.data)
      if (from === 'inside') window.postMessage(data, '*', [port2])
      else {
        const origin = 'https://evil.example'
        window.dispatchEvent(
          new MessageEvent('message', { data, origin, source: window.parent, ports: [port2] }),
        )
      }
    }
  }, list)
}
