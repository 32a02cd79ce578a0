/** Apple's and Google's side for tests: certificates, and tokens encrypted as the wallets encrypt them. */

export type { ApplePaymentData, AppleRecipient } from './apple-seal.ts'
export { keyHash, sealApple } from './apple-seal.ts'
export type { Chain, Issued } from './certificates.ts'
export * from './certificates.ts'
export type { GoogleRecipient, GoogleSigner, GoogleToken } from './google-seal.ts'
export { createGoogleSigner, sealGoogle } from './google-seal.ts'
