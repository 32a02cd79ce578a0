/** A card in clear, for the length of one request. Its digits leave only as bytes of the gateway's request. */

/** The gateway's member names for a card's parts. */
export type CardMemberNames = {
  number: string
  expYear: string
  expMonth: string
  cvc: string
  holderName: string
}

/** Number and code as ASCII digits; the opened card wipes them. */
export type CardParts = {
  number: Buffer
  expMonth: string
  expYear: string
  cvc: Buffer
  holderName?: string | undefined
}

/** Private fields only: nothing that logs or serializes this object can show a digit. */
export class DecryptedCard {
  readonly brand: string
  readonly last4: string
  /** First six digits: with the last four all that may be kept of a card (PCI DSS 3.4.1). */
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

  /** @returns what may be kept beside a stored card */
  expiry(): { month: string; year: string } {
    return { month: this.#expMonth, year: this.#expYear }
  }

  /** @returns `"name":"value",…` without braces, ready to stand inside a JSON object */
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

  /** Overwrites the number and the code. Call it when the request is over. */
  wipe(): void {
    this.#number.fill(0)
    this.#cvc.fill(0)
  }
}
