/** docs/guides/subscriptions.md: its code, and every row of its tables. */
import { describe, expect, it } from 'vitest'
import { schedule } from '../support/doc-code.ts'
import { docTables } from '../support/doc-tables.ts'

const { billingDay, momentOf } = await schedule()
const rowsOf = (heading: string) =>
  docTables('guides/subscriptions.md').find((table) => table.heading === heading)?.rows ?? []

describe('the day of a charge', () => {
  it.each(rowsOf('Month ends'))('of %s, %s months later, is %s', (first, n, day) => {
    expect(billingDay(first ?? '', Number(n))).toBe(day)
  })

  it('never leaves a month out, and keeps the day wherever the month has it', () => {
    for (const first of ['2026-01-29', '2026-01-30', '2026-01-31', '2027-08-31', '2028-02-29'])
      for (let n = 1; n <= 60; n++) {
        const [year = 0, month = 0, day = 0] = billingDay(first, n).split('-').map(Number)
        const [firstYear = 0, firstMonth = 0, firstDay = 0] = first.split('-').map(Number)
        expect(year * 12 + month).toBe(firstYear * 12 + firstMonth + n)
        const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate()
        expect(day).toBe(Math.min(firstDay, lastDay))
      }
  })
})

describe('the moment of a charge', () => {
  it.each(rowsOf('Time zones'))('%s %s in %s is %s', (day, time, zone, moment) => {
    expect(new Date(momentOf(day ?? '', time ?? '', zone ?? '')).toISOString().replace('.000', '')).toBe(
      moment,
    )
  })

  it("is that time on the zone's clocks, whenever they have it", () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'Australia/Lord_Howe'])
      for (let n = 0; n < 400; n++) {
        const day = new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)
        const format = { timeZone: zone, dateStyle: 'short', timeStyle: 'short' } as const
        const shown = new Intl.DateTimeFormat('sv-SE', format).format(momentOf(day, '09:00', zone))
        expect(shown).toBe(`${day} 09:00`)
      }
  })
})
