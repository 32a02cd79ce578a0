/** `node scripts/reference.ts`: writes docs/reference/element-reference.md from the manifest; a test keeps it up to date. */
import { writeFileSync } from 'node:fs'
import type { ClassField, ClassMethod, Event } from 'custom-elements-manifest'
import type { Package } from './element-manifest.ts'
import { elementManifest, elementOf, fieldsOfEvent } from './element-manifest.ts'

export const REFERENCE = new URL('../../../docs/reference/element-reference.md', import.meta.url)

export function referencePage(manifest: Package = elementManifest()): string {
  const { tagName, description, members = [], events = [], ...rest } = elementOf(manifest)
  const fields = members.filter((member) => member.kind === 'field')
  const methods = members.filter((member) => member.kind === 'method')
  const { slots = [], cssParts = [], cssProperties = [], cssStates = [] } = rest
  const named = [
    ['Slots', 'slot', slots],
    ['Parts', '`::part()`', cssParts],
    ['States', '`:state()`', cssStates],
    ['Custom properties', 'property', cssProperties],
  ] as const
  return [
    `# \`<${tagName}>\``,
    'Generated from the source by `node packages/checkout-element/scripts/reference.ts`: edit the comments there, not this page.',
    oneLine(description),
    ...attributes(fields),
    ...methodTable(methods),
    ...eventTable(manifest, events),
    ...named.flatMap(([title, word, list]) => nameTable(title, word, list)),
  ]
    .join('\n\n')
    .concat('\n')
}

const oneLine = (text = ''): string => text.replaceAll(/\s+/g, ' ').trim()
const cell = (text = ''): string => oneLine(text).replaceAll('|', '\\|')
const code = (text: string | undefined): string => (text ? `\`${cell(text)}\`` : '')

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function attributes(fields: readonly ClassField[]): string[] {
  const rows = fields.map((field) => {
    const { attribute } = field as { attribute?: string }
    const type = field.type?.text
    return [
      code(attribute),
      code(field.name),
      code(type),
      attribute ? code(field.default) : '',
      cell(field.description),
    ]
  })
  return [
    '## Attributes and properties',
    table(['attribute', 'property', 'type', 'default', 'meaning'], rows),
  ]
}

function methodTable(methods: readonly ClassMethod[]): string[] {
  const call = ({ name, parameters = [] }: ClassMethod) =>
    `${name}(${parameters.map(({ name: each, type }) => `${each}: ${type?.text}`).join(', ')})`
  const rows = methods.map((each) => [
    code(call(each)),
    code(each.return?.type?.text),
    cell(each.description),
  ])
  return ['## Methods', table(['method', 'gives', 'meaning'], rows)]
}

function eventTable(manifest: Package, events: readonly Event[]): string[] {
  const fields = (event: Event) =>
    fieldsOfEvent(manifest, event)
      .map(({ name, type }) => code(`${name}: ${type?.text}`))
      .join(', ')
  const rows = events.map((event) => [
    code(event.name),
    code(event.type.text),
    fields(event),
    cell(event.description),
  ])
  const intro = 'All bubble and are composed. None carries a card number, a security code or a token.'
  return ['## Events', intro, table(['event', 'class', 'fields', 'means'], rows)]
}

type Named = { name: string; description?: string }

function nameTable(title: string, word: string, list: readonly Named[]): string[] {
  if (list.length === 0) return []
  const rows = list.map(({ name, description }) => [name ? code(name) : '(default)', cell(description)])
  return [`## ${title}`, table([word, 'meaning'], rows)]
}

if (process.argv[1] === import.meta.filename) writeFileSync(REFERENCE, referencePage())
