/** Agreements: whose card soon expires, which of PayKKa's are replaced, and which must not be charged. */
import { beforeEach, describe, expect, it } from 'vitest'
import { insertCheckout } from '../../../src/database/checkout-rows.ts'
import { insertPayment } from '../../../src/database/payment-rows.ts'
import {
  insertSavedCard,
  isForbidden,
  listExpiring,
  listReplacedAgreements,
  updateSavedCard,
} from '../../../src/database/saved-card-rows.ts'
import type { PaymentRow, SavedCardRow } from '../../../src/database/tables.ts'
import type { Use } from '../conformance.ts'
import { checkoutRow, NOW, paymentRow } from '../rows.ts'

export function agreementCases(use: Use): void {
  const charge = async (name: string, changes: Partial<PaymentRow> = {}): Promise<void> => {
    const { db } = use()
    await insertCheckout(db, checkoutRow(`chk_${name}`, { agreement_id: 'agr_1' }))
    await insertPayment(db, paymentRow(`pay_${name}`, `chk_${name}`, { method: 'agreement', ...changes }))
  }
  const keep = async (name: string, changes: Partial<SavedCardRow> = {}): Promise<void> => {
    await charge(name)
    await insertSavedCard(use().db, {
      id: `card_${name}`,
      agreement_id: `agr_${name}`,
      purpose: 'subscription',
      status: 'active',
      shopper_reference: 'anna',
      payment_id: `pay_${name}`,
      sealed_token: 'sealed',
      created_at: NOW,
      ...changes,
    })
  }

  describe('cards of agreements that soon expire', () => {
    const expiring = async (by: number) =>
      (await listExpiring(use().db, by, 10)).map(({ id }) => id).toSorted()
    beforeEach(async () => {
      await keep('june', { exp_year: '2026', exp_month: '06' })
      await keep('december', { exp_year: '2026', exp_month: '12' })
      await keep('later', { exp_year: '2027', exp_month: '01' })
      await keep('unknown')
      await keep('ended', { exp_year: '2026', exp_month: '06', status: 'ended' })
      await keep('saved', { exp_year: '2026', exp_month: '06', agreement_id: null, purpose: 'saved_card' })
    })

    it.each([
      ['2026-06-30T23:59:59Z', []],
      ['2026-07-01T00:00:00Z', ['card_june']],
      ['2026-12-31T23:59:59Z', ['card_june']],
      ['2027-01-01T00:00:00Z', ['card_december', 'card_june']],
      ['2027-02-01T00:00:00Z', ['card_december', 'card_june', 'card_later']],
    ])('are those whose last month is over by %s', async (by, found) => {
      expect(await expiring(Date.parse(by))).toEqual(found)
    })

    it('are reported once', async () => {
      await updateSavedCard(use().db, 'card_june', { expiry_told_at: NOW })
      expect(await expiring(Date.parse('2027-01-01T00:00:00Z'))).toEqual(['card_december'])
    })
  })

  describe('agreements that have another card', () => {
    it("leave one of PayKKa's to be canceled, until it is", async () => {
      await keep('new')
      await keep('old', { agreement_id: null, status: 'replaced', renews: 'agr_new', sealed_agreement: 'x' })
      const left = async () => (await listReplacedAgreements(use().db, 10)).map(({ id }) => id)
      expect(await left()).toEqual(['card_old'])
      await updateSavedCard(use().db, 'card_old', { status: 'ended' })
      expect(await left()).toEqual([])
    })
  })

  describe('an agreement that must not be charged', () => {
    const declined = {
      status: 'declined',
      live: 0,
      decline_code: 'stop_payment',
      decline_retry: 'never',
    } as const
    const since = (moment: number) => isForbidden(use().db, 'agr_1', moment)

    it('is one whose charge was declined permanently since it has its card', async () => {
      expect(await since(0)).toBe(false)
      await charge('a', { ...declined, decline_code: 'do_not_honor', decline_retry: 'contact-bank' })
      expect(await since(0)).toBe(false)
      await charge('b', { ...declined, created_at: NOW })
      expect([await since(0), await since(NOW)]).toEqual([true, false])
    })

    it('is one whose card was lost or stolen', async () => {
      await charge('c', { ...declined, decline_code: 'lost_or_stolen', decline_retry: 'contact-bank' })
      expect(await since(0)).toBe(true)
      expect(await isForbidden(use().db, 'agr_2', 0)).toBe(false)
    })
  })
}
