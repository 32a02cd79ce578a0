/** Checks the gallery in every way that the report needs. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Frame } from 'puppeteer-core'
import type { Visitor } from '../server.ts'
import type { Check, Findings } from './findings.ts'
import * as inside from './inside.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WITH_FORM = ['empty', 'filled', 'errors', 'paying', 'declined-other-card', 'amount-changed']
const ENTRIES = ['frame', 'inline']
/** The card form, and the form for the security code only. */
const FORMS = 'paykka-card-form, paykka-code-form'

type Query = Record<string, string>
type Probe = () => string[]

/** The looks in one browser run in turn; each list entry can have its own browser. */
export const LOOKS = [axeEverywhere, everythingElse]

async function everythingElse(visitor: Visitor, findings: Findings): Promise<void> {
  await inAllStates(visitor, findings)
  await withMedia(visitor, findings)
  await walkByKeyboard(visitor, findings)
}

/** The page, and the card frame if there is one: a probe checks the page in which it runs. */
function placesOf({ page }: Visitor): Frame[] {
  return page.frames().filter((frame) => frame === page.mainFrame() || isCardFrame(frame))
}

/** The language follows the path. */
const isCardFrame = (frame: Frame): boolean => new URL(frame.url(), 'http://x').pathname === '/card-frame'

async function probe(
  visitor: Visitor,
  findings: Findings,
  check: Check,
  where: string,
  look: Probe,
): Promise<void> {
  for (const place of placesOf(visitor)) {
    await place.evaluate(inside.prepare)
    const name = place === visitor.page.mainFrame() ? where : `${where}, in the card frame`
    findings.note(check, name, await place.evaluate(look))
  }
}

async function axeEverywhere(visitor: Visitor, findings: Findings): Promise<void> {
  const looks: Query[] = [{}, { theme: 'dark' }, { dir: 'rtl', lang: 'ar' }, { entry: 'inline' }]
  for (const look of looks) {
    for (const state of visitor.states) await runAxe(visitor, findings, { ...look, state })
  }
  for (const theme of ['light', 'dark']) {
    for (const look of visitor.looks)
      await runAxe(visitor, findings, { look, theme, state: 'declined-never' })
  }
}

async function runAxe(visitor: Visitor, findings: Findings, query: Query): Promise<void> {
  await visitor.open(query)
  for (const place of placesOf(visitor)) {
    const isPage = place === visitor.page.mainFrame()
    // In the frame only the form: rules about whole pages, such as landmarks, apply to the page around it. Until the page
    // has sent its tokens, the form is on the page's surface, and axe does not see through a frame.
    if (!isPage && !(await place.$(`html[style] :is(${FORMS})`))) continue
    await place.evaluate(AXE)
    const texts = (await place.evaluate(
      `axe.run(${isPage ? 'document' : `document.querySelector('${FORMS}')`}, { iframes: false })
        .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 90)).join(' | ')))`,
    )) as string[]
    findings.note('axe', `${nameOf(query)}${isPage ? '' : ', in the card frame'}`, texts)
  }
}

const nameOf = (query: Query) => Object.values(query).join(', ')

async function inAllStates(visitor: Visitor, findings: Findings): Promise<void> {
  const sizes: [number, number, ...[Check, Probe][]][] = [
    [320, 640, ['reflow', inside.sideways], ['targets', inside.smallTargets]],
    [640, 512, ['zoom', inside.sideways]],
    [740, 360, ['orientation', inside.sideways]],
    [500, 800, ['spacing', inside.spacedTexts]],
  ]
  for (const [width, height, ...checks] of sizes) {
    await visitor.page.setViewport({ width, height })
    for (const state of visitor.states) await openAndProbeAll(visitor, findings, { state }, checks)
  }
  for (const state of WITH_FORM) await growFrame(visitor, findings, state)
  await visitor.page.setViewport({ width: 800, height: 800 })
  const plain: [Check, Probe][] = [
    ['labels', inside.unlabelled],
    ['autofill', inside.purposeless],
    ['edges', inside.faintEdges],
  ]
  for (const theme of ['light', 'dark'])
    for (const state of WITH_FORM) await openAndProbeAll(visitor, findings, { state, theme }, plain)
  await mistakesAndLanguage(visitor, findings)
}

/** Long enough for the frame to report its new height. Milliseconds. */
const GROWN_AFTER_MS = 300

async function growFrame(visitor: Visitor, findings: Findings, state: string): Promise<void> {
  await openAndProbe(visitor, findings, 'spacing', { state }, inside.spacedTexts)
  await new Promise((resolve) => setTimeout(resolve, GROWN_AFTER_MS))
  await probe(visitor, findings, 'spacing', `${state}, grown`, inside.outgrown)
}

async function openAndProbe(
  visitor: Visitor,
  findings: Findings,
  check: Check,
  query: Query,
  look: Probe,
): Promise<void> {
  await visitor.open(query)
  await probe(visitor, findings, check, nameOf(query), look)
}

/** Probes that change nothing share one visit. */
async function openAndProbeAll(
  visitor: Visitor,
  findings: Findings,
  query: Query,
  checks: readonly [Check, Probe][],
): Promise<void> {
  await visitor.open(query)
  for (const [check, look] of checks) await probe(visitor, findings, check, nameOf(query), look)
}

async function mistakesAndLanguage(visitor: Visitor, findings: Findings): Promise<void> {
  for (const entry of ENTRIES) {
    await openAndProbe(visitor, findings, 'errors', { state: 'errors', entry }, inside.silentMistakes)
    await openAndProbe(visitor, findings, 'status', { state: 'errors', entry }, inside.noLiveRegion)
  }
  for (const state of visitor.states) {
    await visitor.open({ state })
    await visitor.page.evaluate(inside.prepare)
    findings.note('status', state, await visitor.page.evaluate(inside.noLiveRegion))
  }
  await visitor.open({ state: 'empty', lang: 'ar', dir: 'rtl' })
  const languages = await Promise.all(
    placesOf(visitor).map((place) => place.evaluate(() => document.documentElement.lang)),
  )
  findings.note(
    'language',
    'empty',
    new Set(languages).size === 1 ? [] : [`different: ${languages.join(', ')}`],
  )
}

async function withMedia(visitor: Visitor, findings: Findings): Promise<void> {
  const media: [Check, string, string, Probe][] = [
    ['forced-colors', 'forced-colors', 'active', inside.colorlessEdges],
    ['motion', 'prefers-reduced-motion', 'reduce', inside.movements],
  ]
  const cdp = await visitor.page.createCDPSession()
  for (const [check, name, value, look] of media) {
    await cdp.send('Emulation.setEmulatedMedia', { features: [{ name, value }] })
    for (const state of visitor.states) await openAndProbe(visitor, findings, check, { state }, look)
  }
  await cdp.send('Emulation.setEmulatedMedia', { features: [] })
}

const STOPS = ['number', 'expiry', 'cvc', 'holder', 'pay-button']

async function walkByKeyboard(visitor: Visitor, findings: Findings): Promise<void> {
  for (const entry of ENTRIES) {
    await visitor.open({ state: 'filled', entry })
    await visitor.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    const there = await walk(visitor, findings, 'Tab', entry)
    findings.note('keyboard', `${entry}, forwards`, compare(there, STOPS))
    await visitor.page.keyboard.press('Tab')
    const back = await walk(visitor, findings, 'Shift+Tab', entry)
    findings.note('keyboard', `${entry}, backwards`, compare(back, STOPS.toReversed()))
  }
}

const compare = (got: readonly string[], wanted: readonly string[]) =>
  got.join() === wanted.join() ? [] : [`went ${got.join(' → ')}`]

async function walk(visitor: Visitor, findings: Findings, keys: string, entry: string): Promise<string[]> {
  const stops: string[] = []
  for (let count = 0; count < STOPS.length; count++) {
    if (keys === 'Shift+Tab') await visitor.page.keyboard.down('Shift')
    await visitor.page.keyboard.press('Tab')
    if (keys === 'Shift+Tab') await visitor.page.keyboard.up('Shift')
    const stop = await whereIsFocus(visitor)
    stops.push(stop.name)
    findings.note('focus', `${entry}, ${stop.name}`, stop.wrong)
  }
  return stops
}

type Stop = { name: string; wrong: string[] }

async function whereIsFocus(visitor: Visitor): Promise<Stop> {
  for (const place of placesOf(visitor).toReversed()) {
    const stop = await place.evaluate(focusedHere)
    if (stop) return stop
  }
  return { name: 'nowhere', wrong: [] }
}

/** Runs inside: the focused control of this page, unless the focus is in its frame or elsewhere. */
function focusedHere(): Stop | null {
  if (!document.hasFocus()) return null
  let each = document.activeElement
  while (each?.shadowRoot?.activeElement) each = each.shadowRoot.activeElement
  if (!each || each === document.body || each instanceof HTMLIFrameElement) return null
  const { outlineStyle, outlineWidth } = getComputedStyle(each)
  const { left, top, width, height } = each.getBoundingClientRect()
  const root = each.getRootNode() as ShadowRoot
  const onTop = root.elementFromPoint(left + width / 2, top + height / 2)
  const wrong = []
  if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) wrong.push('has no outline of 2 px')
  if (onTop && onTop !== each && !each.contains(onTop)) wrong.push(`is covered by ${onTop.tagName}`)
  return { name: each.id || each.getAttribute('part') || each.tagName, wrong }
}
