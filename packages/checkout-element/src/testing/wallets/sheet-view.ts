/** The sheet of a double on the page, in place of the device's or Google's sheet. It is clearly no real wallet. */
import { h, on } from './dom.ts'
import { PEOPLE } from './people.ts'
import type { OpenSheet, SheetActions, SheetState } from './sheet-state.ts'
import { sheetStyle } from './sheet-styles.ts'
import { adopt, sheetOf } from './styles.ts'

/** Opens a sheet as a modal dialog. */
export const openSheet: OpenSheet = (actions) => {
  const host = document.createElement('paykka-demo-sheet')
  const root = host.attachShadow({ mode: 'open' })
  const dialog = h('dialog', { lang: 'en', dir: 'ltr', 'aria-labelledby': 'title' })
  const cancel = (event: Event) => {
    event.preventDefault()
    actions.cancel()
  }
  adopt(root, sheetOf(sheetStyle))
  root.append(on(dialog, 'cancel', cancel))
  document.body.append(host)
  dialog.showModal()
  return {
    show(state) {
      dialog.className = state.wallet === 'Apple Pay' ? 'apple' : 'google'
      redraw(root, dialog, sheetView(state, actions, cancel))
    },
    close() {
      dialog.close()
      host.remove()
    },
  }
}

/** Renders again, and keeps the focus and the typed coupon. */
function redraw(root: ShadowRoot, dialog: HTMLDialogElement, content: HTMLElement[]): void {
  const focused = root.activeElement?.getAttribute('name')
  const typed = root.querySelector('input')?.value ?? ''
  dialog.replaceChildren(...content)
  const field = root.querySelector('input')
  if (field) field.value = typed
  if (focused) root.querySelector<HTMLElement>(`[name="${focused}"]`)?.focus()
}

type Cancel = (event: Event) => void

function sheetView(state: SheetState, actions: SheetActions, cancel: Cancel): HTMLElement[] {
  const locked = state.busy !== ''
  const words = locked ? `${state.busy} …` : `Pay ${state.total} ${state.currency}`
  const pay = h('button', { class: 'pay', name: 'pay', disabled: locked }, words)
  return [
    h(
      'header',
      {},
      h('h2', { id: 'title' }, state.wallet),
      h('span', { class: 'badge' }, 'demo sheet'),
      on(h('button', { class: 'quiet', name: 'cancel' }, 'Cancel'), 'click', cancel),
    ),
    h('p', { class: 'note' }, 'No real wallet: the PayKKa emulator makes the token.'),
    cardArt(state),
    h(
      'div',
      { class: 'body' },
      ...choices(state, actions, locked),
      sums(state),
      h('p', { class: 'problem', role: 'alert' }, state.problem),
    ),
    on(pay, 'click', () => actions.pay()),
  ]
}

/** The chosen card as wallets draw it: a plain card in the wallet's colors. */
function cardArt({ cards, card, people, person }: SheetState): HTMLElement {
  const { network = '' } = cards.find(({ last4 }) => last4 === card) ?? {}
  const { givenName, familyName } = people[person] ?? PEOPLE[0] ?? { givenName: '', familyName: '' }
  return h(
    'div',
    { class: 'art', 'aria-hidden': 'true' },
    h('span', { class: 'chip' }),
    h('span', { class: 'digits' }, `•••• ${card}`),
    h('span', {}, `${givenName} ${familyName}`),
    h('span', { class: 'network' }, network),
  )
}

const choices = (state: SheetState, actions: SheetActions, locked: boolean): (HTMLElement | null)[] => [
  choice('Card', state.card, locked, cardOptions(state), (card) => actions.choose({ card })),
  choice('Authentication', state.authMethod, locked, authOptions(state), (authMethod) =>
    actions.choose({ authMethod }),
  ),
  choice('Deliver to', String(state.person), locked, peopleOptions(state), (person) =>
    actions.moveTo(Number(person)),
  ),
  choice('Delivery', state.method ?? '', locked, methodOptions(state), (method) => actions.shipBy(method)),
  state.takesCoupons ? coupon(locked, actions) : null,
]

const sums = ({ lines, payee, total, currency }: SheetState): HTMLElement =>
  h(
    'dl',
    {},
    ...lines.map(({ label, amount }) => h('div', {}, h('dt', {}, label), h('dd', {}, amount))),
    h('div', { class: 'total' }, h('dt', {}, `Pay ${payee}`), h('dd', {}, `${total} ${currency}`)),
  )

type Option = [value: string, label: string]

const cardOptions = ({ cards }: SheetState): Option[] =>
  cards.map(({ last4, network, note }) => [last4, `${network} •••• ${last4}: ${note}`])

const authOptions = ({ authMethods }: SheetState): Option[] =>
  authMethods.map((method) => [
    method,
    method === 'PAN_ONLY'
      ? 'PAN_ONLY: a card on file, goes through 3-D Secure'
      : "CRYPTOGRAM_3DS: a device's token",
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
): HTMLElement | null {
  if (options.length === 0) return null
  const items = options.map(([id, text]) => h('option', { value: id, selected: id === value }, text))
  const select = h('select', { id: label, name: label, disabled: locked }, ...items)
  return field(
    label,
    on(select, 'change', () => change(select.value)),
  )
}

function coupon(locked: boolean, actions: SheetActions): HTMLElement {
  const code = h('input', { id: 'Coupon', name: 'coupon', autocomplete: 'off', disabled: locked })
  const apply = h('button', { class: 'quiet', disabled: locked }, 'Apply')
  return on(h('form', {}, field('Coupon', code), apply), 'submit', (event) => {
    event.preventDefault()
    actions.redeem(code.value.trim())
  })
}

/** A control below its name. */
const field = (label: string, control: HTMLElement): HTMLElement =>
  h('div', { class: 'field' }, h('label', { for: label }, label), control)
