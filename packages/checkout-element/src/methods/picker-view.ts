/**
 * The picker: native radio buttons in one fieldset, each followed by its panel. Tabs show one row per way to pay. An
 * accordion shows one row per saved card and per hosted method, and the pay button in the open row.
 */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { cardMethod } from '../ui/checkout-messages.ts'
import { card as cardSign } from '../ui/icons.ts'
import { more, newCard } from './accordion/accordion-messages.ts'
import { stayInPlace } from './accordion/keep-in-place.ts'
import type { Row } from './accordion/rows.ts'
import { firstRows, isCardRow } from './accordion/rows.ts'
import type { Methods } from './methods.ts'
import type { Choice } from './pay-method.ts'
import * as messages from './picker-messages.ts'
import { BEFORE_CARD } from './registry.ts'
import { subscriptionView } from './subscription/subscription-view.ts'

/** The parts of the picker that the form shows. The place of the card fields never moves. */
export type Picker = {
  cardChosen: boolean
  /** Above the pay button: billing details. */
  billing: unknown
  /** Replaces the pay button; `null` keeps it, `nothing` hides it when there is no choice. */
  button: unknown
  payLabel: string | null
  /** True while several ways can be chosen. */
  several: boolean
  /** True when the open row contains the pay button. */
  inRows: boolean
  /** @param foot the pay button and what belongs to it */
  parts(foot: unknown): PickerParts
}

type PickerParts = {
  /** The subscription, and the buttons of wallets. */
  top: unknown
  legend: unknown
  beforeCard: unknown
  cardRow: unknown
  /** Under the card fields: consent, and in an accordion the foot. */
  cardFoot: unknown
  afterCard: unknown
  /** Under all rows. */
  below: unknown
}

/** What the views of one rendering share. */
type Scene = {
  methods: Methods
  rows: readonly Row[]
  isOpen: (row: Row) => boolean
  inRows: boolean
  cardChosen: boolean
  locked: boolean
  several: boolean
  foot: unknown
}

export function pickerView(methods: Methods, locked: boolean): Picker {
  const { rows, chosen, method, inRows } = methods
  const several = rows.length > 1
  const cardChosen = chosen === 'card'
  const isOpen = ({ choice, option }: Row): boolean => choice === chosen && option?.chosen !== false
  const scene = { methods, rows, isOpen, inRows, cardChosen, locked, several }
  return {
    cardChosen,
    billing: methods.billing(locked),
    button: chosen === null ? nothing : (method?.button?.() ?? null),
    payLabel: method?.payLabel?.() ?? null,
    several,
    inRows,
    parts: (foot) => partsOf({ ...scene, foot: inRows ? foot : nothing }, foot),
  }
}

function partsOf(scene: Scene, foot: unknown): PickerParts {
  const { methods, isOpen, inRows, locked, several } = scene
  const rows = inRows && !methods.expanded ? firstRows(scene.rows, isOpen) : scene.rows
  const at = rows.findIndex(isCardRow)
  const cardRow = rows[at]
  const before = cardRow ? rows.slice(0, at) : rows.filter(({ choice }) => isBefore(choice))
  const after = rows.filter((row) => row !== cardRow && !before.includes(row))
  const hidden = scene.rows.length - rows.length
  return {
    top: html`${subscriptionView(methods.checkout)}${expressView(methods, methods.choices.length > 0)}`,
    legend: legendView(methods, several),
    beforeCard: before.map((row) => wayView(scene, row)),
    cardRow: several && cardRow ? rowView(scene, cardRow) : nothing,
    cardFoot: scene.cardChosen ? html`${methods.underCard(locked)}${scene.foot}` : nothing,
    afterCard: html`${after.map((row) => wayView(scene, row))}${hidden > 0 ? moreView(scene, hidden) : nothing}`,
    below: inRows && scene.rows.some(isOpen) ? nothing : foot,
  }
}

/** The live regions stay while rows come and go; otherwise screen readers would not read them. */
const legendView = (methods: Methods, several: boolean): TemplateResult =>
  html`${several ? html`<legend class="visually-hidden">${messages.howToPay()}</legend>` : nothing}
    ${methods.choices.map((choice) => {
      const method = methods.methodOf(choice)
      return method?.announcement
        ? html`<p class="visually-hidden" role="status" .textContent=${method.announcement()}></p>`
        : nothing
    })}`

const isBefore = (choice: Choice): boolean => choice !== 'card' && BEFORE_CARD.includes(choice)

/** A row and its panel. */
const wayView = (scene: Scene, row: Row): TemplateResult =>
  html`<div class="way" ?data-open=${scene.isOpen(row)}>
    ${scene.several ? rowView(scene, row) : nothing}${panelView(scene, row)}</div>`

function rowView(scene: Scene, row: Row): TemplateResult {
  const { methods, locked } = scene
  const { choice, option } = row
  const open = scene.isOpen(row)
  const choose = ({ currentTarget }: Event) =>
    stayInPlace(currentTarget as HTMLElement, () => methods.choose(row))
  return html`<div class="way-head"><label class="method" part="method" ?data-disabled=${option?.disabled}>
    <input type="radio" name="method" part="method-radio" value=${option?.id ?? choice}
      ?disabled=${locked || option?.disabled} .checked=${open} @change=${choose} />
    ${option?.head ?? headView(scene, choice)}
  </label>${open || option?.disabled ? option?.aside : nothing}${option?.below}</div>`
}

function headView(scene: Scene, choice: Choice): TemplateResult {
  const method = scene.methods.methodOf(choice)
  const name = method ? method.label() : scene.inRows ? cardName(scene) : cardMethod()
  return html`${method ? method.logo?.() : cardSign()}<span part="method-label" .textContent=${name}></span>`
}

/** Beside saved cards, the card form is for another card. */
const cardName = ({ rows }: Scene): string =>
  rows.some(({ choice }) => choice === 'saved_card') ? newCard() : cardMethod()

/** Kept while another way is chosen, so that typed text stays. Options of one way share one panel. */
function panelView({ methods, isOpen, foot }: Scene, row: Row): TemplateResult {
  const open = isOpen(row)
  const shown = row.option?.chosen !== false
  return html`<div class="method-panel" part="method-panel" ?hidden=${!open}>
    ${shown ? methods.methodOf(row.choice)?.render() : nothing}${open ? foot : nothing}
  </div>`
}

function moreView({ methods }: Scene, count: number): TemplateResult {
  const expand = async ({ currentTarget }: Event) => {
    const group = (currentTarget as HTMLElement).closest('fieldset')
    const known = new Set(radiosIn(group))
    methods.expand()
    await methods.shown()
    radiosIn(group)
      .find((radio) => !known.has(radio))
      ?.focus()
  }
  return html`<button type="button" class="more" part="more-button" @click=${expand}
    ><span .textContent=${more(String(count))}></span></button>`
}

const radiosIn = (group: Element | null): HTMLInputElement[] =>
  group ? [...group.querySelectorAll<HTMLInputElement>('input[name="method"]')] : []

function expressView({ express }: Methods, more: boolean): TemplateResult | typeof nothing {
  if (express.length === 0) return nothing
  return html`<div class="express" part="express">${express.map((method) => method.render())}</div>
    ${more ? html`<p class="or" part="express-or">${messages.orPayOtherwise()}</p>` : nothing}`
}
