/** The theme editor: every state of the element in the appearance that is being edited, and that appearance as text. */
import type { Appearance } from '@paykka-checkout/shared-types'
import { DROP_REASONS } from '../src/ui/appearance/drop-reasons.ts'
import { parseAppearance } from '../src/ui/appearance/parse-appearance.ts'
import { byId, drawControls, drawRules } from './editor-controls.ts'
import { EDITOR } from './follow-editor.ts'
import { LOOKS, showPictures } from './shelf.ts'
import { STATES } from './states.ts'
import { cssOf, jsonOf, tidy, tokensOf } from './theme-text.ts'

/** Files with whole appearances, beside the themes, which have tokens only. */
const BRANDS = Object.keys(import.meta.glob('./looks/*.json', { query: '?url' }))
const json = byId<HTMLTextAreaElement>('json')
const form = document.querySelector('form')
const field = (name: string) => form?.querySelector<HTMLSelectElement>(`[name="${name}"]`)
const states = new BroadcastChannel(EDITOR)
let appearance: Appearance = {}

function change(next: Appearance): void {
  appearance = tidy(next)
  json.value = jsonOf(appearance)
  byId<HTMLTextAreaElement>('css').value = cssOf(appearance)
  showProblems()
  states.postMessage(appearance)
}

function open(next: Appearance): void {
  change(next)
  drawControls({
    get appearance() {
      return appearance
    },
    change,
  })
}

/** The same checks as in the element, with their reasons. */
function showProblems(): void {
  const { dropped } = parseAppearance(appearance, [location.origin], document.baseURI)
  const items = dropped.map(({ path, reason }) => `${path}: ${DROP_REASONS[reason].reason}.`)
  byId('problems').replaceChildren(
    ...items.map((textContent) => Object.assign(document.createElement('li'), { textContent })),
  )
}

async function start(name: string): Promise<void> {
  if (name === 'default') return open({})
  const isBrand = name.endsWith('.json')
  const text = await read(isBrand ? `/gallery/looks/${name}` : `/themes/${name}.css`)
  open(isBrand ? (JSON.parse(text) as Appearance) : { tokens: tokensOf(text) })
}

/** Without this header, Vite answers a style sheet as a script. */
const read = async (url: string): Promise<string> =>
  await (await fetch(url, { headers: { accept: 'text/css' } })).text()

function showStates(): void {
  const theme = field('theme')?.value ?? 'light'
  const pictures = Object.entries(STATES).map(([state, { title }]) => ({
    caption: title,
    query: { state, theme, editor: 'yes' },
    width: 420,
  }))
  showPictures(pictures)
}

function takePasted(): void {
  try {
    open(JSON.parse(json.value) as Appearance)
  } catch (error) {
    byId('problems').textContent = (error as Error).message
  }
}

// A state that has just been opened asks for the appearance.
states.onmessage = ({ data }) => {
  if (data === 'hello') states.postMessage(appearance)
}
const names = ['default', ...LOOKS, ...BRANDS.map((path) => path.replace(/^.*\//, ''))]
field('start')?.append(...names.map((name) => new Option(name.replace('.json', ' (brand)'), name)))
field('start')?.addEventListener('change', () => void start(field('start')?.value ?? 'default'))
field('theme')?.addEventListener('change', showStates)
json.addEventListener('change', takePasted)
for (const button of document.querySelectorAll<HTMLElement>('[data-copy]'))
  button.addEventListener('click', () => {
    void navigator.clipboard.writeText(byId<HTMLTextAreaElement>(button.dataset.copy ?? '').value)
  })
drawRules(() => ({ appearance, change }))
open({})
showStates()
