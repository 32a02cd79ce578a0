/** The button that gives a wallet's sheet up, in case the sheet is hidden, lost or never ends. */
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { anotherWay } from '../../ui/checkout-messages.ts'
import type { SheetLife } from './sheet-life.ts'

/** The wallet's own button and, while its sheet is open, the button that gives the sheet up. */
export const withGiveUpButton = (button: HTMLElement, life: SheetLife | undefined): TemplateResult =>
  html`${button}${
    life?.canGiveUp
      ? html`<button type="button" class="secondary" part="another-way-button"
          @click=${() => life.giveUp()}>${anotherWay()}</button>`
      : nothing
  }`
