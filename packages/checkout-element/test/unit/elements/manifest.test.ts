/** The manifest lists everything that the sources contain, and the reference is generated from the manifest. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { elementManifest, elementOf } from '../../../scripts/element-manifest.ts'
import { REFERENCE, referencePage } from '../../../scripts/reference.ts'
import { PaykkaCheckout } from '../../../src/elements/paykka-checkout.ts'

const SRC = fileURLToPath(new URL('../../../src', import.meta.url))
/** Not part of the element in the page: the inside of the card frame, test helpers, and another element. */
const ELSEWHERE =
  /card\/form\/|card\/entry\/encrypted-form|card\/frame\/frame-page|testing\/|elements\/account\/|paykka-saved-cards/

const manifest = elementManifest()
const element = elementOf(manifest)
const source = globSync('**/*.ts', { cwd: SRC })
  .filter((name) => !ELSEWHERE.test(name))
  .map((name) => readFileSync(`${SRC}/${name}`, 'utf8'))
  .join('\n')

const names = (list: readonly { name: string }[] = []) => list.map(({ name }) => name)
const found = (pattern: RegExp) => [...source.matchAll(pattern)].map(([, name = '']) => name)

/** `panel panel-${tone}` is one part and a prefix of others, which the text of the first one lists. */
const plainParts = () =>
  found(/(?:\bpart=|'part', )["']([^"']+)["']/g)
    .flatMap((list) => list.split(/\s+/))
    .filter((name) => /^[\w-]+$/.test(name))

describe('the custom-elements manifest', () => {
  it('has the tag and its class', () => {
    expect(element.tagName).toBe('paykka-checkout')
  })

  it('lists every attribute', () => {
    const listed = (element.attributes ?? []).map(({ name }) => name)
    expect(listed.toSorted()).toEqual(PaykkaCheckout.observedAttributes.toSorted())
    for (const { description } of element.attributes ?? []) expect(description).toBeTruthy()
  })

  it('lists every event', () => {
    const raised = found(/super\('(paykka-[\w-]+)'/g)
    expect(raised.length).toBeGreaterThan(0)
    expect(names(element.events).toSorted()).toEqual(raised.toSorted())
  })

  it('lists every part', () => {
    expect(plainParts().length).toBeGreaterThan(0)
    expect(names(element.cssParts)).toEqual(expect.arrayContaining(plainParts()))
  })

  it('lists every slot', () => {
    const slots = found(/<slot(?: name="([\w-]*)")?/g)
    expect(names(element.slots).toSorted()).toEqual([...new Set(slots)].toSorted())
  })

  it('lists every state the element can be in', () => {
    const hasStates = /\bstates\.add\(/.test(source)
    expect(names(element.cssStates).length > 0).toBe(hasStates)
  })

  it('lists only tokens there are, in the page or in the card form', () => {
    const everywhere = globSync('**/*.styles.ts', { cwd: SRC }).map((name) =>
      readFileSync(`${SRC}/${name}`, 'utf8'),
    )
    const used = [...everywhere.join('\n').matchAll(/var\((--paykka-[\w-]+)/g)].map(([, name]) => name)
    expect(used).toEqual(expect.arrayContaining(names(element.cssProperties)))
  })

  it('holds nothing private', () => {
    expect(JSON.stringify(element.members)).not.toMatch(/"#|@internal|environment/)
  })
})

describe('docs/reference/element-reference.md', () => {
  it('is up to date; otherwise run `node packages/checkout-element/scripts/reference.ts`', () => {
    expect(readFileSync(REFERENCE, 'utf8')).toBe(referencePage(manifest))
  })
})
