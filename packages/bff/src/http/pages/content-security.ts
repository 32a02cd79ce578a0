/** The sources a storefront's policy must allow, and the script inventory for auditors (PCI DSS 6.4.3). */

import type { Mark } from '../../marks/read-marks.ts'
import { APPLE_SCRIPTS } from '../../wallets/apple-pay/storefront-policy.ts'
import type { Manifest } from './element-manifest.ts'

/** The enabled features that load third-party scripts. */
export type ForeignScripts = {
  applePay: boolean
  googlePay: boolean
  /** The URLs of PayKKa's Encrypted Card script and its API; undefined where cards are entered another way. */
  encryptedCard?: { scriptUrl: string; apiUrl: string } | undefined
  /** PayKKa's fraud script, which the shop's page loads itself. */
  fraudScriptUrl?: string | undefined
  /** True when the BFF serves fonts of APPEARANCE_FILE. */
  fonts?: boolean
}

type Directives = Record<string, string[]>

const GOOGLE_PAY = 'https://pay.google.com'

/**
 * @param bff origin of this BFF
 * @param marks true when the BFF serves marks of payment methods
 * @returns the sources `<paykka-checkout>` needs on a page, by directive; the page adds its own
 */
export function storefrontDirectives(bff: string, foreign: ForeignScripts, marks = false): Directives {
  const google = foreign.googlePay ? [GOOGLE_PAY] : []
  const apple = foreign.applePay ? [APPLE_SCRIPTS] : []
  const card = foreign.encryptedCard
  const cardScript = card ? [new URL(card.scriptUrl).origin] : []
  const loaded = [...google, ...apple, ...cardScript]
  const fraud = foreign.fraudScriptUrl ? [new URL(foreign.fraudScriptUrl).origin] : []
  return {
    'script-src': unique([bff, ...loaded, ...fraud]),
    'connect-src': unique([
      bff,
      ...google,
      ...(foreign.googlePay ? ['https://google.com/pay'] : []),
      ...(card ? [new URL(card.apiUrl).origin] : []),
      ...fraud,
    ]),
    'frame-src': [bff, ...google],
    // The image of Google's button, and the merchant's own marks.
    'img-src': [...(foreign.googlePay ? ['https://www.gstatic.com'] : []), ...(marks ? [bff] : [])],
    'style-src': cardScript,
    'font-src': foreign.fonts ? [bff] : [],
    'require-trusted-types-for': ["'script'"],
    // The element loads third-party scripts only from known URLs, under its own Trusted Types policy.
    'trusted-types': ['lit-html', ...(loaded.length > 0 ? ['paykka-wallets'] : [])],
  }
}

const unique = (sources: string[]) => [...new Set(sources)]

/** @returns one header's value */
export function policyText(directives: Directives): string {
  return Object.entries(directives)
    .filter(([, sources]) => sources.length > 0)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
}

type ScriptEntry = {
  url: string
  purpose: string
  owner: string
  justification: string
  integrity?: string
  withoutIntegrity?: string
}

/** @returns every script that the element may run on a payment page, each with its reason */
export function scriptInventory(bff: string, manifest: Manifest, foreign: ForeignScripts): ScriptEntry[] {
  const own = Object.entries(manifest.files)
    // The frame page names it beside the emulator only.
    .filter(([name]) => name.endsWith('.js') && name !== 'test-cards.js')
    .map(([name, { integrity }]) => ownScript(bff, manifest.version, name, integrity))
  return [...own, ...walletScripts(foreign), ...cardScripts(foreign), ...fraudScripts(foreign)]
}

/** @returns the merchant's marks with the hash of each, so that an auditor sees what the page shows */
export const markInventory = (bff: string, marks: readonly Mark[]) =>
  marks.map(({ code, path, integrity }) => ({ url: bff + path, method: code, integrity }))

function ownScript(bff: string, version: string, name: string, integrity: string): ScriptEntry {
  return {
    url: `${bff}/element/${version}/${name}`,
    purpose: purposeOf(name),
    owner: 'paykka-checkout',
    justification: 'Takes the payment; without it the page has no checkout',
    integrity,
  }
}

function purposeOf(name: string): string {
  if (name.startsWith('card-frame')) return 'The card form inside the isolated frame'
  if (name.startsWith('challenge')) return "The dialog around a bank's page"
  return name.startsWith('chunks/locales/') ? 'Texts of one language' : 'The <paykka-checkout> element'
}

const CHANGES = 'Its provider changes it without announcement and publishes no hashes'

function cardScripts({ encryptedCard }: ForeignScripts): ScriptEntry[] {
  if (!encryptedCard) return []
  return [
    {
      url: encryptedCard.scriptUrl,
      purpose: "PayKKa's Encrypted Card fields",
      owner: 'PayKKa',
      justification: 'Takes the card and encrypts it for PayKKa, so that this server never sees it',
      withoutIntegrity: CHANGES,
    },
  ]
}

function fraudScripts({ fraudScriptUrl }: ForeignScripts): ScriptEntry[] {
  if (!fraudScriptUrl) return []
  return [
    {
      url: fraudScriptUrl,
      purpose: "PayKKa's fraud detection",
      owner: 'PayKKa',
      justification: "Gives the ids that PayKKa's risk checks know this browser by",
      withoutIntegrity: CHANGES,
    },
  ]
}

function walletScripts({ applePay, googlePay }: ForeignScripts): ScriptEntry[] {
  return [
    ...(googlePay
      ? [
          {
            url: `${GOOGLE_PAY}/gp/p/js/pay.js`,
            purpose: 'The Google Pay sheet',
            owner: 'Google',
            justification: 'Google Pay opens only through this script',
            withoutIntegrity: CHANGES,
          },
        ]
      : []),
    ...(applePay
      ? [
          {
            url: `${APPLE_SCRIPTS}/jsapi/1.latest/apple-pay-sdk.js`,
            purpose: 'Apple Pay in browsers without it',
            owner: 'Apple',
            justification: 'Shows the code that an iPhone scans; Safari needs no script',
            withoutIntegrity: CHANGES,
          },
        ]
      : []),
  ]
}
