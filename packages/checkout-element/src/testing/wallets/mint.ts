/** Requests tokens from the PayKKa emulator, which also simulates Apple and Google. */

/** The data of an Apple token. */
export type AppleMintRequest = {
  merchantSession: unknown
  domain: string
  total: { amount: string; currencyCode: string }
  card: string
}

/** The data of a Google token. */
export type GoogleMintRequest = {
  transactionInfo: { totalPrice: string; currencyCode: string }
  tokenizationSpecification: google.payments.api.PaymentMethodTokenizationSpecification
  /** Google's merchant id, for `DIRECT` tokens. */
  merchantId: string
  authMethod: google.payments.api.CardAuthMethod
  card: string
}

/** Creates tokens. */
export type Mint = {
  apple(request: AppleMintRequest): Promise<ApplePayJS.ApplePayPaymentToken>
  google(request: GoogleMintRequest): Promise<google.payments.api.PaymentMethodData>
}

/** Tokens in their real formats, which the emulator decrypts in a purchase. */
export function emulatorMint(emulatorUrl: string): Mint {
  const make = async <T>(path: string, body: unknown): Promise<T> => {
    const response = await fetch(`${emulatorUrl}/emulator/wallets/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`The emulator made no token: ${await response.text()}`)
    return (await response.json()) as T
  }
  return {
    apple: async (request) =>
      (await make<{ token: ApplePayJS.ApplePayPaymentToken }>('apple-pay-token', request)).token,
    google: async (request) =>
      (await make<{ paymentMethodData: google.payments.api.PaymentMethodData }>('google-pay-token', request))
        .paymentMethodData,
  }
}
