/** The editor's controls: one row per token and option. They change a copy of the appearance and hand it on. */
import type { Appearance } from '@paykka-checkout/shared-types'
import {
  APPEARANCE_OPTIONS,
  APPEARANCE_PARTS,
  APPEARANCE_PROPERTIES,
  APPEARANCE_TOKENS,
} from '../../shared-types/src/appearance.ts'
import { colorsOf, colorText } from './theme-text.ts'

/** What the controls read and write. */
export type Board = { appearance: Appearance; change(next: Appearance): void }

export const byId = <T extends HTMLElement>(id: string): T => {
  const element = document.getElementById(id)
  if (!element) throw new TypeError(`no #${id}`)
  return element as T
}

export function drawControls(board: Board): void {
  byId('tokens').replaceChildren(...APPEARANCE_TOKENS.map((name) => tokenRow(board, name)))
  const options = Object.entries(APPEARANCE_OPTIONS) as [keyof typeof APPEARANCE_OPTIONS, readonly string[]][]
  byId('options').replaceChildren(...options.map(([name, words]) => optionRow(board, name, words)))
}

/** A text, and two pickers for colors: light pages, dark pages. */
function tokenRow(board: Board, name: (typeof APPEARANCE_TOKENS)[number]): HTMLElement {
  const value = board.appearance.tokens?.[name] ?? ''
  const text = input('text', value, `${name} as text`)
  const set = (next: string) => {
    text.value = next
    board.change({ ...board.appearance, tokens: { ...board.appearance.tokens, [name]: next } })
  }
  text.addEventListener('change', () => set(text.value.trim()))
  const row = Object.assign(document.createElement('div'), { className: 'token' })
  row.append(name, text, ...(/color|background/.test(name) ? pickers(name, value, set) : []))
  return row
}

function pickers(name: string, value: string, set: (next: string) => void): HTMLInputElement[] {
  const [light, dark] = colorsOf(value)
  const both = [input('color', light, `${name}, light`), input('color', dark, `${name}, dark`)]
  const read = () => set(colorText(both[0]?.value ?? light, both[1]?.value ?? dark))
  for (const picker of both) picker.addEventListener('change', read)
  return both
}

function optionRow(
  board: Board,
  name: keyof typeof APPEARANCE_OPTIONS,
  words: readonly string[],
): HTMLElement {
  const label = document.createElement('label')
  const select = selectOf(words, board.appearance[name] ?? '')
  select.addEventListener('change', () => board.change({ ...board.appearance, [name]: select.value }))
  label.append(name, ' ', select)
  return label
}

/** The row that sets one property of a part; an empty value removes it. */
export function drawRules(board: () => Board): void {
  const parts = Object.entries(APPEARANCE_PARTS).flatMap(([part, states]) => [
    part,
    ...states.map((state) => `${part}:${state}`),
  ])
  const part = byId<HTMLSelectElement>('rule-part')
  const property = byId<HTMLSelectElement>('rule-property')
  part.append(...parts.map((word) => new Option(word)))
  property.append(...APPEARANCE_PROPERTIES.map((word) => new Option(word)))
  byId('rule-set').addEventListener('click', () => {
    const { appearance, change } = board()
    change(
      withRule(appearance, part.value, property.value, byId<HTMLInputElement>('rule-value').value.trim()),
    )
  })
}

function withRule(appearance: Appearance, part: string, property: string, value: string): Appearance {
  const rules = (appearance.rules ?? {}) as Record<string, Record<string, string>>
  const { [property]: _before, ...others } = rules[part] ?? {}
  return { ...appearance, rules: { ...rules, [part]: value ? { ...others, [property]: value } : others } }
}

function input(type: string, value: string, label: string): HTMLInputElement {
  const element = Object.assign(document.createElement('input'), { type, value, placeholder: 'default' })
  element.setAttribute('aria-label', label)
  return element
}

export function selectOf(words: readonly string[], chosen: string): HTMLSelectElement {
  const select = document.createElement('select')
  select.append(...words.map((word) => new Option(word, word, false, word === chosen)))
  return select
}
