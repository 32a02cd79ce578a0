/** The sheet a double shows on the page, in place of a device’s or Google’s own. Clearly no real wallet. */
import type { TemplateResult } from 'lit'
import { html, nothing, render } from 'lit'
import type { OpenSheet, SheetActions, SheetState } from './sheet-state.ts'
import { sheetStyle } from './sheet-styles.ts'
import { adopt, sheetOf } from './styles.ts'

/** Opens a sheet as a modal dialog. */
export const openSheet: OpenSheet = (actions) => {
  const host = document.createElement('paykka-demo-sheet')
  const root = host.attachShadow({ mode: 'open' })
  adopt(root, sheetOf(sheetStyle))
  document.body.append(host)
  return {
    show(state) {
      render(sheetView(state, actions), root)
      const dialog = root.querySelector('dialog')
      if (dialog && !dialog.open) dialog.showModal()
    },
    close() {
      root.querySelector('dialog')?.close()
      host.remove()
    },
  }
}

function sheetView(state: SheetState, actions: SheetActions): TemplateResult {
  const locked = state.busy !== ''
  const cancel = (event: Event) => {
    event.preventDefault()
    actions.cancel()
  }
  return html`<dialog lang="en" dir="ltr" aria-labelledby="title" @cancel=${cancel}>
    <header>
      <h2 id="title">${state.wallet}</h2>
      <span class="badge">demo sheet</span>
      <button class="quiet" @click=${cancel}>Cancel</button>
    </header>
    <p class="note">No real wallet: the PayKKa emulator makes the token.</p>
    <div class="body">
      ${choice('Card', state.card, locked, cardOptions(state), (card) => actions.choose({ card }))}
      ${choice('Authentication', state.authMethod, locked, authOptions(state), (authMethod) => actions.choose({ authMethod }))}
      ${choice('Deliver to', String(state.person), locked, peopleOptions(state), (person) => actions.moveTo(Number(person)))}
      ${choice('Delivery', state.method ?? '', locked, methodOptions(state), (method) => actions.shipBy(method))}
      ${state.takesCoupons ? couponView(locked, actions) : nothing}
      <dl>
        ${state.lines.map(({ label, amount }) => html`<div><dt>${label}</dt><dd>${amount}</dd></div>`)}
        <div class="total"><dt>Pay ${state.payee}</dt><dd>${state.total} ${state.currency}</dd></div>
      </dl>
      <p class="problem" role="alert">${state.problem}</p>
    </div>
    <button class="pay" ?disabled=${locked} @click=${() => actions.pay()}>
      ${locked ? `${state.busy} …` : `Pay ${state.total} ${state.currency}`}
    </button>
  </dialog>`
}

type Option = [value: string, label: string]

const cardOptions = ({ cards }: SheetState): Option[] =>
  cards.map(({ last4, network, note }) => [last4, `${network} •••• ${last4}: ${note}`])

const authOptions = ({ authMethods }: SheetState): Option[] =>
  authMethods.map((method) => [
    method,
    method === 'PAN_ONLY'
      ? 'PAN_ONLY: a card on file, goes through 3-D Secure'
      : 'CRYPTOGRAM_3DS: a device’s token',
  ])

const peopleOptions = ({ people }: SheetState): Option[] =>
  people.map(({ givenName, familyName, city, country }, index) => [
    String(index),
    `${givenName} ${familyName}, ${city}, ${country}`,
  ])

const methodOptions = ({ methods }: SheetState): Option[] =>
  methods.map(({ id, label, detail }) => [id, detail ? `${label}: ${detail}` : label])

function choice(
  label: string,
  value: string,
  locked: boolean,
  options: Option[],
  change: (value: string) => void,
): TemplateResult | typeof nothing {
  if (options.length === 0) return nothing
  const changed = (event: Event) => change((event.target as HTMLSelectElement).value)
  return html`<label>${label}
    <select ?disabled=${locked} @change=${changed}>
      ${options.map(([id, text]) => html`<option value=${id} ?selected=${id === value} .selected=${id === value}>${text}</option>`)}
    </select>
  </label>`
}

function couponView(locked: boolean, actions: SheetActions): TemplateResult {
  const redeem = (event: Event) => {
    event.preventDefault()
    const field = (event.target as HTMLFormElement).querySelector('input')
    actions.redeem(field?.value.trim() ?? '')
  }
  return html`<form @submit=${redeem}>
    <label>Coupon<input name="coupon" autocomplete="off" ?disabled=${locked} /></label>
    <button class="quiet" ?disabled=${locked}>Apply</button>
  </form>`
}
