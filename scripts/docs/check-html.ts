/** Reads HTML of the documents as a browser does, and compares it with what the element has. */
import { existsSync } from 'node:fs'
import type { DefaultTreeAdapterMap } from 'parse5'
import { parse, parseFragment } from 'parse5'
import { elementManifest, elementOf } from '../../packages/checkout-element/scripts/element-manifest.ts'
import { inRoot } from '../paths.ts'
import type { Block } from './documents.ts'

type Node = DefaultTreeAdapterMap['node']
type Element = DefaultTreeAdapterMap['element']

const GLOBAL = /^(id|class|slot|style|hidden|lang|dir|title|data-.+|aria-.+)$/

/** @returns what is wrong, and the scripts inside as separate blocks */
export function checkHtml(block: Block): { problems: string[]; scripts: Block[] } {
  const at = (line: number) => `${block.file}:${block.line + line}`
  const problems: string[] = []
  const onParseError = ({ code, startLine }: { code: string; startLine: number }) =>
    problems.push(`${at(startLine)}: ${code}`)
  const read = /^<!doctype/i.test(block.text) ? parse : parseFragment
  const elements = [...walk(read(block.text, { onParseError, sourceCodeLocationInfo: true }))]
  const scripts = elements.flatMap((element) => scriptOf(element, block))
  for (const element of elements)
    for (const problem of problemsOf(element))
      problems.push(`${at(element.sourceCodeLocation?.startLine ?? 0)}: ${problem}`)
  return { problems, scripts }
}

function* walk(node: Node): Generator<Element> {
  if ('tagName' in node) yield node
  if ('childNodes' in node) for (const child of node.childNodes) yield* walk(child)
}

const attribute = ({ attrs }: Element, name: string) => attrs.find((each) => each.name === name)?.value

function scriptOf(element: Element, { file, line }: Block): Block[] {
  const [text] = element.childNodes
  if (element.tagName !== 'script' || !text || !('value' in text)) return []
  const offset = (element.sourceCodeLocation?.startLine ?? 1) - 1
  return [{ file, line: line + offset, language: 'js', text: text.value }]
}

function problemsOf(element: Element): string[] {
  if (element.tagName === 'script') return servedFile(attribute(element, 'src'))
  const parent = element.parentNode
  const slot = attribute(element, 'slot')
  return [
    ...(element.tagName === 'paykka-checkout' ? unknownAttributes(element) : []),
    ...(slot !== undefined && parent && 'tagName' in parent ? unknownSlot(parent.tagName, slot) : []),
  ]
}

const checkout = elementOf(elementManifest())
const attributes = new Set(
  (checkout.members ?? []).flatMap((member) => ('attribute' in member ? [String(member.attribute)] : [])),
)
const slots = new Set((checkout.slots ?? []).map(({ name }) => name))

function unknownAttributes({ attrs }: Element): string[] {
  return attrs
    .filter(({ name }) => !attributes.has(name) && !GLOBAL.test(name))
    .map(({ name }) => `<paykka-checkout> has no attribute ${name}`)
}

function unknownSlot(tagName: string, slot: string): string[] {
  if (tagName !== 'paykka-checkout' || slots.has(slot)) return []
  return [`<paykka-checkout> has no slot ${slot}`]
}

/** What the BFF serves under `/element/v1/` is built from an entry of the element's sources. */
function servedFile(source = ''): string[] {
  const [, name] = /\/element\/v1\/([\w-]+)\.js$/.exec(source) ?? []
  if (!name || existsSync(inRoot('packages', 'checkout-element', 'src', `${name}.ts`))) return []
  return [`${name}.js is not served`]
}
