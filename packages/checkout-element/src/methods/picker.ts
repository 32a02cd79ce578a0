/** The ways to pay beside the card form, as one file that is loaded when a checkout offers one. */
import type { CSSResultOrNative } from 'lit'
import { css } from 'lit'
import { saveCardStyles } from './consent/save-card.ts'
import { methodStyles } from './methods.styles.ts'
import { subscriptionStyles } from './subscription/subscription-view.ts'

export { Methods } from './methods.ts'
export { pickerView } from './picker-view.ts'

export const pickerStyles: CSSResultOrNative = css`${methodStyles}${saveCardStyles}${subscriptionStyles}`
