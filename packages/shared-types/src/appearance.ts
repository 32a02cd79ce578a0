/** The look of a checkout: tokens, rules for parts and states, fonts, and the arrangement of the card form. */
import { Type } from 'typebox'
import { OneOf, Strict } from './primitives.ts'

/** Tokens of the element, without their prefix `--paykka-`. */
export const APPEARANCE_TOKENS = [
  'color-brand',
  'color-on-brand',
  'color-surface',
  'color-text',
  'color-muted',
  'color-border',
  'color-control',
  'color-field',
  'color-focus',
  'color-danger',
  'color-danger-soft',
  'color-warning',
  'color-warning-soft',
  'color-success',
  'color-success-soft',
  'radius',
  'font-family',
  'font-size',
  'surface-padding',
  'surface-radius',
  'field-height',
  'field-radius',
  'field-padding',
  'label-color',
  'label-weight',
  'button-background',
  'button-color',
  'button-height',
  'button-radius',
  'button-weight',
] as const
export type AppearanceToken = (typeof APPEARANCE_TOKENS)[number]

/** The parts that rules can style, each with its states. */
export const APPEARANCE_PARTS = {
  input: ['hover', 'focus', 'invalid', 'complete', 'autofill', 'disabled', 'placeholder'],
  label: ['hover', 'focus', 'invalid', 'complete', 'disabled'],
  error: [],
  field: ['hover', 'focus', 'invalid', 'complete', 'disabled'],
  tab: ['hover', 'focus', 'selected', 'disabled'],
  row: ['hover', 'focus', 'selected', 'disabled'],
  checkbox: ['hover', 'focus', 'selected', 'disabled'],
  button: ['hover', 'focus', 'disabled'],
  icon: [],
} as const
export type AppearancePart = keyof typeof APPEARANCE_PARTS
/** A part (`input`), or a part in a state (`input:focus`). */
export type AppearanceRule = {
  [Part in AppearancePart]: Part | `${Part}:${(typeof APPEARANCE_PARTS)[Part][number]}`
}[AppearancePart]

/** The properties that a rule can set. Every value is checked; sizes have limits. */
export const APPEARANCE_PROPERTIES = [
  'color',
  'background-color',
  'border-color',
  'border-top-color',
  'border-right-color',
  'border-bottom-color',
  'border-left-color',
  'outline-color',
  'caret-color',
  'accent-color',
  'border',
  'border-top',
  'border-right',
  'border-bottom',
  'border-left',
  'outline',
  'border-width',
  'border-top-width',
  'border-right-width',
  'border-bottom-width',
  'border-left-width',
  'outline-width',
  'border-style',
  'border-top-style',
  'border-right-style',
  'border-bottom-style',
  'border-left-style',
  'outline-style',
  'outline-offset',
  'border-radius',
  'border-top-left-radius',
  'border-top-right-radius',
  'border-bottom-left-radius',
  'border-bottom-right-radius',
  'box-shadow',
  'padding',
  'padding-inline',
  'padding-block',
  'margin',
  'margin-inline',
  'margin-block',
  'gap',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'letter-spacing',
  'line-height',
  'text-transform',
  'transition-duration',
  'transition-timing-function',
] as const
export type AppearanceProperty = (typeof APPEARANCE_PROPERTIES)[number]

/** Words of each option; the first is the default. */
export const APPEARANCE_OPTIONS = {
  labels: ['above', 'floating', 'inside'],
  density: ['normal', 'compact', 'roomy'],
  holder: ['required', 'optional', 'hidden'],
  cardLayout: ['rows', 'line'],
  iconStyle: ['color', 'mono', 'none'],
} as const

/** A font file of the shop's own origin or of the BFF. */
export type AppearanceFont = {
  family: string
  /** Address of a `.woff2` or `.woff` file. */
  src: string
  /** `400`, or a range of a variable font: `100 900` (`normal`). */
  weight?: string
  style?: 'normal' | 'italic'
}

/** A look: everything is optional, and the rest keeps its default. */
export type Appearance = {
  tokens?: { readonly [Name in AppearanceToken]?: string }
  rules?: { readonly [Name in AppearanceRule]?: { readonly [Property in AppearanceProperty]?: string } }
  fonts?: readonly AppearanceFont[]
  /** Where a field's label is: above it, in it until something is typed, or always in it. */
  labels?: (typeof APPEARANCE_OPTIONS.labels)[number]
  /** Height of fields and the space between them. */
  density?: (typeof APPEARANCE_OPTIONS.density)[number]
  /** Whether the form asks for the name on the card. */
  holder?: (typeof APPEARANCE_OPTIONS.holder)[number]
  /** `line`: number, date and code in one line. */
  cardLayout?: (typeof APPEARANCE_OPTIONS.cardLayout)[number]
  iconStyle?: (typeof APPEARANCE_OPTIONS.iconStyle)[number]
}

const Values = Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 200 }))
const Font = Strict({
  family: Type.String({ maxLength: 60 }),
  src: Type.String({ maxLength: 500 }),
  weight: Type.Optional(Type.String({ maxLength: 9 })),
  style: Type.Optional(OneOf(['normal', 'italic'])),
})

/** The appearance on the wire. The element checks every name and value again. */
export const Appearance = Type.Unsafe<Appearance>(
  Strict(
    {
      tokens: Type.Optional(Values),
      rules: Type.Optional(Type.Record(Type.String({ maxLength: 40 }), Values)),
      fonts: Type.Optional(Type.Array(Font, { maxItems: 8 })),
      labels: Type.Optional(OneOf(APPEARANCE_OPTIONS.labels)),
      density: Type.Optional(OneOf(APPEARANCE_OPTIONS.density)),
      holder: Type.Optional(OneOf(APPEARANCE_OPTIONS.holder)),
      cardLayout: Type.Optional(OneOf(APPEARANCE_OPTIONS.cardLayout)),
      iconStyle: Type.Optional(OneOf(APPEARANCE_OPTIONS.iconStyle)),
    },
    'Appearance',
  ),
)
