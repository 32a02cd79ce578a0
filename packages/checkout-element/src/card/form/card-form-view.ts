/** The view of the card form: the list of errors, the four fields, and the live region. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { CardBrand } from '../../checkout/wire.ts'
import type { CardField } from '../entry/card-entry.ts'
import { CARD_FIELDS } from '../entry/card-entry.ts'
import type { DetectedBrand } from './brand.ts'
import { acceptedLogos, brandList, brandLogo, cvcDrawing } from './brand-logos.ts'
import type { FieldErrors, HolderRule } from './card.ts'
import { acceptedBrands, checkFields, cvcHint, problemText } from './card-messages.ts'
import type { FieldActs, FieldParts } from './field-view.ts'
import { fieldView, summaryView } from './field-view.ts'

/** Facts about the typed card, without the typed text. */
export type CardFacts = {
  errors: FieldErrors
  /** Brands that the shop accepts. */
  brands: readonly CardBrand[]
  /** Brand of the number typed so far. */
  brand: DetectedBrand | null
  cvcLength: number
}

/** What the form shows. */
export type CardFormParts = CardFacts & {
  locked: boolean
  complete: readonly CardField[]
  holder: HolderRule
  announcement: string | undefined
}

/** The callbacks of the form. */
export type CardFormActs = FieldActs & {
  submit: (event: Event) => void
  key: (event: KeyboardEvent) => void
  /** A press of a mouse, a finger or a pen. */
  press: (event: PointerEvent) => void
  /** An error in the list was chosen. */
  go: (field: CardField) => void
}

export function cardFormView(parts: CardFormParts, acts: CardFormActs): TemplateResult {
  const mistakes = CARD_FIELDS.flatMap((field) => {
    const text = mistakeIn(field, parts)
    return text === null ? [] : [{ field, text }]
  })
  return html`<form novalidate autocomplete="on" @submit=${acts.submit} @keydown=${acts.key}
    @pointerdown=${acts.press}>
    ${summaryView(checkFields(), mistakes, acts.go)}
    ${CARD_FIELDS.map((field) => fieldView(partsOf(field, parts), acts))}
    <p class="visually-hidden" role="status" .textContent=${parts.announcement ?? ''}></p>
  </form>`
}

function partsOf(field: CardField, parts: CardFormParts): FieldParts {
  const { brands, brand, cvcLength, locked, complete, holder } = parts
  return {
    field,
    cvcLength,
    locked,
    complete: complete.includes(field),
    optional: field === 'holder' && holder === 'optional',
    error: mistakeIn(field, parts),
    hint: hintFor(field, parts),
    aside: field === 'number' ? acceptedLogos(brands, brand) : nothing,
    drawing: drawingIn(field, parts),
  }
}

/** The error text of a field, or `null`. */
export function mistakeIn(field: CardField, parts: CardFacts): string | null {
  const problem = parts.errors[field]
  return problem ? problemText(field, problem, aboutOf(field, parts)) : null
}

function aboutOf(field: CardField, { brands, brand, cvcLength }: CardFacts): string {
  if (field === 'number') return brandList(brands)
  return brand === null ? '3–4' : String(cvcLength)
}

function hintFor(field: CardField, { brands, cvcLength }: CardFormParts): string {
  if (field === 'number') return acceptedBrands(brandList(brands))
  return field === 'cvc' ? cvcHint(cvcLength) : ''
}

function drawingIn(field: CardField, { brand, cvcLength }: CardFormParts): FieldParts['drawing'] {
  if (field === 'number') return brandLogo(brand)
  return field === 'cvc' ? cvcDrawing(cvcLength) : nothing
}
