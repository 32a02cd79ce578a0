/** A card from a wallet's token, for the duration of one request. Its digits leave only as bytes of the gateway's request. */
import { networkOf } from '../cards/card-network.ts'
import type { CardMemberNames } from '../cards/decrypted-card.ts'

type WalletCardParts = {
  /** ASCII digits; the card wipes them. */
  number: Buffer
  /** `MM` and `YYYY`. */
  expMonth: string
  expYear: string
  /** Present for a device token, absent for a plain card number (Google's PAN_ONLY). */
  cryptogram?: string | undefined
  /** Two digits, when the network provided one. */
  eci?: string | undefined
}

/** The gateway's member names; the last three are members of `authentication`. */
type WalletCardMemberNames = Pick<CardMemberNames, 'number' | 'expYear' | 'expMonth'> & {
  authentication: string
  cryptogram: string
  format: string
  eci: string
}

/** Private fields only, so that logging or serializing this object never shows a digit. */
export class WalletCard {
  /** A plain card number, which needs 3-D Secure. */
  readonly panOnly: boolean
  readonly brand: string | undefined
  readonly #number: Buffer
  readonly #expMonth: string
  readonly #expYear: string
  readonly #cryptogram: Buffer
  readonly #eci: string | undefined

  constructor(parts: WalletCardParts) {
    this.panOnly = parts.cryptogram === undefined
    this.brand = brandOf(parts.number)
    this.#number = parts.number
    this.#expMonth = parts.expMonth
    this.#expYear = parts.expYear
    this.#cryptogram = Buffer.from(parts.cryptogram ?? '')
    this.#eci = parts.eci
  }

  /**
   * @param format the gateway's name of the authentication format
   * @returns `"name":"value",…` without braces, to insert into a JSON object
   */
  toJsonMembers(names: WalletCardMemberNames, format: string): Buffer {
    const { number, expYear, expMonth, authentication, cryptogram } = names
    const rest = JSON.stringify({ [names.format]: format, [names.eci]: this.#eci }).slice(1)
    return Buffer.concat([
      Buffer.from(`"${number}":"`),
      this.#number,
      Buffer.from(
        `","${expYear}":"${this.#expYear}","${expMonth}":"${this.#expMonth}","${authentication}":{`,
      ),
      ...(this.panOnly ? [] : [Buffer.from(`"${cryptogram}":"`), this.#cryptogram, Buffer.from('",')]),
      Buffer.from(rest),
    ])
  }

  /** Overwrites the number and the cryptogram. Call it at the end of the request. */
  wipe(): void {
    this.#number.fill(0)
    this.#cryptogram.fill(0)
  }
}

/** card-validator's names that differ from our names of PayKKa's brands. */
const BRANDS: Record<string, string> = { 'american-express': 'amex', 'diners-club': 'diners' }

function brandOf(number: Buffer): string | undefined {
  const type = networkOf(number)?.type
  return type === undefined ? undefined : (BRANDS[type] ?? type)
}
