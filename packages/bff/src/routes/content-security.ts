/** What a storefront’s policy must allow, and the inventory of scripts an auditor asks for (PCI DSS 6.4.3). */
import type { Manifest } from './element-manifest.ts'

/** A wallet that is on, as far as its script is concerned. */
export type EnabledWallets = { applePay: boolean; googlePay: boolean }

export type Directives = Record<string, string[]>

const GOOGLE_PAY = 'https://pay.google.com'
const APPLE_PAY = 'https://applepay.cdn-apple.com'

/**
 * @param bff origin of this BFF
 * @returns the sources `<paykka-checkout>` needs on a page, by directive; the page adds its own
 */
export function storefrontDirectives(bff: string, wallets: EnabledWallets): Directives {
  const google = wallets.googlePay ? [GOOGLE_PAY] : []
  const apple = wallets.applePay ? [APPLE_PAY] : []
  return {
    'script-src': [bff, ...google, ...apple],
    'connect-src': [bff, ...google, ...(wallets.googlePay ? ['https://google.com/pay'] : [])],
    'frame-src': [bff, ...google],
    // Only the picture of Google’s own button comes from elsewhere.
    'img-src': wallets.googlePay ? ['https://www.gstatic.com'] : [],
    'require-trusted-types-for': ["'script'"],
    // The element loads a wallet’s script by its fixed address only, under a policy of its own.
    'trusted-types': ['lit-html', ...(google.length + apple.length > 0 ? ['paykka-wallets'] : [])],
  }
}

/** @returns one header’s value */
export function policyText(directives: Directives): string {
  return Object.entries(directives)
    .filter(([, sources]) => sources.length > 0)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
}

export type ScriptEntry = {
  url: string
  purpose: string
  owner: string
  justification: string
  integrity?: string
  withoutIntegrity?: string
}

/** @returns every script that may run on a payment page because of the element, each with its reason */
export function scriptInventory(bff: string, manifest: Manifest, wallets: EnabledWallets): ScriptEntry[] {
  const own = Object.entries(manifest.files)
    .filter(([name]) => name.endsWith('.js'))
    .map(([name, { integrity }]) => ownScript(bff, manifest.version, name, integrity))
  return [...own, ...walletScripts(wallets)]
}

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
  if (name.startsWith('challenge')) return 'The dialog around a bank’s page'
  return name.startsWith('chunks/locales/') ? 'Texts of one language' : 'The <paykka-checkout> element'
}

const CHANGES = 'Its provider changes it without notice and publishes no hashes'

function walletScripts({ applePay, googlePay }: EnabledWallets): ScriptEntry[] {
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
            url: `${APPLE_PAY}/jsapi/1.latest/apple-pay-sdk.js`,
            purpose: 'Apple Pay in browsers without it',
            owner: 'Apple',
            justification: 'Shows the code that an iPhone scans; Safari needs no script',
            withoutIntegrity: CHANGES,
          },
        ]
      : []),
  ]
}
