/** A card in plain text, for the duration of one request. Its digits leave only as bytes of the gateway's request. */

/** The gateway's member names for the parts of a card. */
export type CardMemberNames = {
  number: string
  expYear: string
  expMonth: string
  cvc: string
  holderName: string
}

/** Number and code as ASCII digits; `DecryptedCard` wipes them. */
type CardParts = {
  number: Buffer
  expMonth: string
  expYear: string
  cvc: Buffer
  holderName?: string | undefined
}

/** Private fields only, so that logging or serializing this object never shows a digit. */
export class DecryptedCard {
  readonly brand: string
  readonly last4: string
  /** First six digits: only these and the last four may be stored (PCI DSS 3.4.1). */
  readonly bin: string
  readonly #number: Buffer
  readonly #expMonth: string
  readonly #expYear: string
  readonly #cvc: Buffer
  readonly #holderName: string | undefined

  constructor(parts: CardParts, brand: string) {
    this.brand = brand
    this.last4 = parts.number.toString('latin1', parts.number.length - 4)
    this.bin = parts.number.toString('latin1', 0, 6)
    this.#number = parts.number
    this.#expMonth = parts.expMonth
    this.#expYear = parts.expYear
    this.#cvc = parts.cvc
    this.#holderName = parts.holderName
  }

  /** @returns the expiry, which may be stored with a saved card */
  expiry(): { month: string; year: string } {
    return { month: this.#expMonth, year: this.#expYear }
  }

  /** @returns `"name":"value",…` without braces, to insert into a JSON object */
  toJsonMembers(names: CardMemberNames): Buffer {
    const holder =
      this.#holderName === undefined ? '' : `,"${names.holderName}":${JSON.stringify(this.#holderName)}`
    return Buffer.concat([
      Buffer.from(`"${names.number}":"`),
      this.#number,
      Buffer.from(
        `","${names.expYear}":"${this.#expYear}","${names.expMonth}":"${this.#expMonth}","${names.cvc}":"`,
      ),
      this.#cvc,
      Buffer.from(`"${holder}`),
    ])
  }

  /** Overwrites the number and the code. Call it at the end of the request. */
  wipe(): void {
    this.#number.fill(0)
    this.#cvc.fill(0)
  }
}
