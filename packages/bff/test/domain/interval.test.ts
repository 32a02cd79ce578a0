import { describe, expect, it } from 'vitest'
import { readInterval } from '../../src/domain/interval.ts'

const every = (count: number, unit: string) => ({ unit, count })

describe('an interval', () => {
  it.each([
    [{ unit: 'month', count: 1 }, every(1, 'month')],
    [{ unit: 'month' }, every(1, 'month')],
    [{ unit: 'year', count: null }, every(1, 'year')],
  ])('%j is taken as it is', (given, value) => {
    expect(readInterval(given)).toEqual({ value, warnings: [] })
  })

  it.each([
    ['month', every(1, 'month')],
    ['Monthly', every(1, 'month')],
    ['3 months', every(3, 'month')],
    ['every 3 months', every(3, 'month')],
    ['each week', every(1, 'week')],
    ['P3M', every(3, 'month')],
    ['P1Y', every(1, 'year')],
    ['p2w', every(2, 'week')],
    ['P30D', every(30, 'day')],
    ['quarterly', every(3, 'month')],
    ['half-yearly', every(6, 'month')],
    ['fortnightly', every(2, 'week')],
    ['annually', every(1, 'year')],
    [{ unit: 'MONTHS', count: '6' }, every(6, 'month')],
    [{ unit: 'quarter', count: 2 }, every(6, 'month')],
  ])('%j is rewritten, with a warning', (given, value) => {
    expect(readInterval(given)).toEqual({ value, warnings: [{ field: '', reason: 'changed' }] })
  })

  it.each([
    ['now and then'],
    ['P1M2D'],
    ['0 months'],
    ['1000 days'],
    [{ unit: 'month', count: 0 }],
    [{ unit: 'month', count: 1.5 }],
    [{ unit: 'month', count: -1 }],
    [{ unit: 'month', count: 366 }],
    [{ unit: 'hour' }],
    [{}],
    [12],
    [['month']],
    [true],
  ])('%j is left out, with a warning', (given) => {
    expect(readInterval(given)).toMatchObject({ value: undefined, warnings: [{ reason: 'left_out' }] })
  })

  it.each([[undefined], [null], ['']])('%j is none', (given) => {
    expect(readInterval(given)).toEqual({ value: undefined, warnings: [] })
  })
})
