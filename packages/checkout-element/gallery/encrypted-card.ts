/** States of PayKKa's own card fields, drawn by the emulator's double of its script. */
import SCRIPT_URL from '../../emulator/src/encrypted-card/encrypted-card.js?url'
import type { Stage, State } from './stage.ts'
import { HOSTED } from './ways-to-pay.ts'

const HERE = location.origin
const SETTINGS = {
  scriptUrl: new URL(SCRIPT_URL, HERE).href,
  apiUrl: HERE,
  cdnUrl: HERE,
  merchantId: '18356675194960',
  clientKey: 'ck_00000000000000000000000000000000',
  sandbox: true,
}

const CARD = { cardNumber: '4242 4242 4242 4242', expiryDate: '12/34', securityCode: '123' }
const MISTAKES = { cardNumber: '4242 4242 4242 4241', expiryDate: '12/20', securityCode: '1' }

/** The script's fields are children of the element; the form around them has the field for the name. */
function fill({ element }: Stage, card: Record<string, string>, holder: string): void {
  for (const [name, text] of Object.entries(card)) {
    const field = element.querySelector<HTMLInputElement>(`[data-eci="${name}"] input`)
    if (!field) throw new TypeError(`no field ${name}`)
    field.value = text
  }
  const form = element.shadowRoot?.querySelector('paykka-encrypted-form')
  const input = form?.shadowRoot?.querySelector<HTMLInputElement>('#holder')
  if (input) input.value = holder
}

/** The card form cannot be loaded; its script is requested two more times. */
const unloaded = {
  cardEntry: 'encrypted-card',
  encryptedCard: { ...SETTINGS, scriptUrl: `${HERE}/nowhere.js` },
} as const

const offered = { cardEntry: 'encrypted-card', encryptedCard: SETTINGS } as const

export const ENCRYPTED_CARD: Record<string, State> = {
  'encrypted-card': { title: "PayKKa's card fields", checkout: offered, noForm: true },
  'encrypted-card-filled': {
    title: "PayKKa's card fields, filled",
    checkout: offered,
    noForm: true,
    act: (stage) => fill(stage, CARD, 'Ada Lovelace'),
  },
  'encrypted-card-errors': {
    title: "PayKKa's card fields, with mistakes",
    checkout: offered,
    noForm: true,
    act: async (stage) => {
      fill(stage, MISTAKES, '')
      await stage.element.submit()
    },
  },
  'no-card-form': { title: 'The card form cannot be loaded', checkout: unloaded, noForm: true },
  'no-card-form-tabs': {
    title: "The card form cannot be loaded, PayKKa's own page can",
    checkout: { ...unloaded, ...HOSTED },
    ways: true,
    noForm: true,
  },
}
