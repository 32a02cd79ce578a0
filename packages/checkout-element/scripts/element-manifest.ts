/** Creates the custom-elements manifest from the element's doc comments. Editors and the reference use it. */
import { readFileSync } from 'node:fs'
import type { ClassField, ClassMethod, CustomElement, Event, Module, Package } from 'custom-elements-manifest'
import { create, litPlugin, ts } from './analyzer.js'

export type { CustomElement, Package }

const MODULES = [
  'src/elements/paykka-checkout.ts',
  'src/events.ts',
  'src/ui/results/result-events.ts',
  'src/methods/wallets/wallet-events.ts',
  'src/define.ts',
]
const PACKAGE = new URL('../', import.meta.url)

/** Methods that only Lit calls. */
const LIFECYCLE =
  /^(adoptedCallback|attributeChangedCallback|connectedCallback|disconnectedCallback|form\w+Callback|firstUpdated|render|updated|willUpdate|createRenderRoot|shouldUpdate|update|getUpdateComplete)$/

export function elementManifest(): Package {
  const modules = MODULES.map((name) =>
    ts.createSourceFile(name, readFileSync(new URL(name, PACKAGE), 'utf8'), ts.ScriptTarget.ES2022, true),
  )
  const manifest = create({ modules, plugins: litPlugin() })
  const element = elementOf(manifest)
  element.members = (element.members ?? []).filter(isForShops)
  // The analyzer takes the arguments of raised events for names; the comments name every event.
  element.events = (element.events ?? []).filter(({ name }) => name?.startsWith('paykka-')).map(withClass)
  return manifest
}

/** The one element of the package. */
export function elementOf({ modules }: Package): CustomElement {
  const found = declarationsOf(modules).find((each) => 'customElement' in each && each.customElement)
  if (!found) throw new Error('The manifest has no custom element.')
  return found as CustomElement
}

const declarationsOf = (modules: readonly Module[]) =>
  modules.flatMap(({ declarations = [] }) => declarations)

/** The fields of an event, without the standard ones. */
export function fieldsOfEvent({ modules }: Package, event: Event): ClassField[] {
  const declared = declarationsOf(modules).find(({ name }) => name === event.type.text)
  const members = declared && 'members' in declared ? (declared.members ?? []) : []
  return members.filter((member) => member.kind === 'field')
}

function isForShops({ name, privacy, ...member }: ClassField | ClassMethod): boolean {
  const hidden = name.startsWith('#') || privacy === 'private' || privacy === 'protected'
  return !hidden && !('static' in member && member.static) && !LIFECYCLE.test(name)
}

/** `paykka-amount-changed` is a `PaykkaAmountChangedEvent`. */
function withClass(event: Event): Event {
  const words = event.name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return { ...event, type: { text: `${words.join('')}Event` } }
}
