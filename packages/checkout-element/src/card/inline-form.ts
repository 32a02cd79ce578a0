/** The lazily loaded part of inline card entry: the form with its tables. */
export { PaykkaCardForm } from './card-form.ts'
export { canSeal } from './seal.ts'
